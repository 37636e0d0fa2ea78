package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.revocation.RevocationLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What reaches a store that blocks when secrets are presented, and who waits for whom. */
@SuppressWarnings("FutureReturnValueIgnored")
class SecretLookupsTest {

    private static final String FLOODING = "192.0.2.66";
    private static final String HONEST = "198.51.100.7";

    /** Junk by the hundred thousand, which the platform's randomness is slow to make. */
    private static final SecureRandom RANDOM = new SecureRandom() {

        private static final long serialVersionUID = 1;

        @Override
        public int nextInt(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }
    };

    private final MovableClock clock = new MovableClock();
    private final ManualClock nanos = new ManualClock();
    private final ApiTokenStore memory =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);

    /** The statements for several digests that were begun, each with its digests. */
    private final List<Set<SecretDigest>> gathered = new ArrayList<>();

    /** The digests that had a statement of their own. */
    private final List<SecretDigest> single = new ArrayList<>();

    /** What would run on the threads of the look-ups, until a test runs it. */
    private final Queue<Runnable> statements = new ArrayDeque<>();

    private final TokenIssuer issuer = issuer(DigestScheme.sha256());
    private boolean down;
    private int issued;

    private TokenIssuer issuer(DigestScheme digests) {
        TokenIssuerBuilder settings =
                TokenIssuer.builder(remote()).clock(clock).digests(digests).lookupClock(nanos);
        settings.lookupThreads = statements::add;
        return settings.build();
    }

    /** The store in memory as a remote one that counts. */
    private ApiTokenStore remote() {
        return (ApiTokenStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiTokenStore.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "blocks" -> {
                            return true;
                        }
                        case "findByDigest" -> single.add((SecretDigest) arguments[0]);
                        case "findByDigests" -> gathered.add(digests(arguments[0]));
                        default -> {}
                    }
                    if (down) {
                        throw new StoreUnavailableException("planted by SecretLookupsTest");
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static Set<SecretDigest> digests(Object argument) {
        return Set.copyOf((Set<SecretDigest>) argument);
    }

    private IssuedApiToken issue() {
        return issuer.issue(ApiTokenRequest.of("export " + ++issued, Owner.of("ada"), Permission.READ))
                .orElseThrow();
    }

    private static String junk() {
        return TokenFormat.prefixed("fg").generate(RANDOM);
    }

    private void runStatements() {
        for (Runnable next = statements.poll(); next != null; next = statements.poll()) {
            next.run();
        }
    }

    /** Lets time pass in steps of a millisecond, at each of which all statements that have begun are answered. */
    private void pass(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis++) {
            runStatements();
            nanos.advance(Duration.ofMillis(1));
        }
        runStatements();
    }

    private CompletableFuture<Verification<ApiToken>> present(String secret, String client) {
        return issuer.authenticateAsync(secret, client, Runnable::run).toCompletableFuture();
    }

    private List<CompletableFuture<Verification<ApiToken>>> flood(int secrets) {
        List<CompletableFuture<Verification<ApiToken>>> flood = new ArrayList<>();
        for (int i = 0; i < secrets; i++) {
            flood.add(present(junk(), FLOODING));
        }
        return flood;
    }

    /** Finds a secret good, so that it is known from now on. */
    private void use(String secret) {
        CompletableFuture<Verification<ApiToken>> used = present(secret, FLOODING);
        runStatements();
        assertThat(isAccepted(used)).isTrue();
    }

    private static boolean isAccepted(CompletableFuture<Verification<ApiToken>> answer) {
        return answered(answer) instanceof Verification.Accepted;
    }

    private static @Nullable RejectionReason rejection(CompletableFuture<Verification<ApiToken>> answer) {
        return answered(answer) instanceof Verification.Rejected<ApiToken> rejected ? rejected.reason() : null;
    }

    /** The answer, which has been on its way since its statement ended. */
    private static Verification<ApiToken> answered(CompletableFuture<Verification<ApiToken>> answer) {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw new AssertionError(failed);
        } catch (Exception none) {
            throw new AssertionError(none);
        }
    }

    @Test
    void secretThatWasFoundGoodIsLookedUpAtOnceWhileItsClientFloods() {
        String good = issue().secret();
        use(good);
        flood(5_000);
        for (int i = 1; i <= 100; i++) {
            assertThat(issuer.authenticate(good, FLOODING)).isInstanceOf(Verification.Accepted.class);
            assertThat(single).hasSize(i);
        }
    }

    @Test
    void unknownSecretOfAnotherClientIsInTheNextStatement() {
        flood(5_000);
        runStatements();
        int before = gathered.size();
        String good = issue().secret();
        CompletableFuture<Verification<ApiToken>> honest = present(good, HONEST);
        pass(Duration.ofMillis(12));
        assertThat(gathered.get(before))
                .hasSize(256)
                .contains(DigestScheme.sha256().digest(good));
        assertThat(isAccepted(honest)).isTrue();
    }

    @Test
    void clientsTakeTurnsWithinAStatement() {
        List<SecretDigest> later = new ArrayList<>();
        flood(5_000);
        runStatements();
        for (int client = 0; client < 100; client++) {
            String secret = junk();
            later.add(DigestScheme.sha256().digest(secret));
            present(secret, "198.51.100." + client);
            present(junk(), "198.51.100." + client);
        }
        gathered.clear();
        pass(Duration.ofMillis(12));
        assertThat(gathered.get(0)).hasSize(256).containsAll(later);
    }

    @Test
    void statementsAreAtMostAHundredASecondAndNoneHasMoreThan256Digests() {
        List<Integer> statementsOfSecond = new ArrayList<>();
        for (int second = 0; second < 2; second++) {
            int before = gathered.size();
            for (int tenth = 0; tenth < 10; tenth++) {
                flood(3_000);
                pass(Duration.ofMillis(100));
            }
            statementsOfSecond.add(gathered.size() - before);
        }
        assertThat(statementsOfSecond).allSatisfy(count -> assertThat(count).isBetween(85, 100));
        assertThat(gathered).allSatisfy(digests -> assertThat(digests).hasSizeLessThanOrEqualTo(256));
        assertThat(single).isEmpty();
    }

    @Test
    void newTokenOfTheFloodingClientIsFoundAsLongAsTheFloodIsBelowTheRate() {
        List<CompletableFuture<Verification<ApiToken>>> good = new ArrayList<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            flood(2_000);
            good.add(present(issue().secret(), FLOODING));
            pass(Duration.ofMillis(100));
        }
        assertThat(good).allMatch(SecretLookupsTest::isAccepted);
    }

    @Test
    void clientThatHoldsItsPlacesIsRefusedForMoreAndOthersAreNot() {
        List<CompletableFuture<Verification<ApiToken>>> flood = flood(20_000);
        assertThat(flood.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSizeGreaterThan(11_000);
        String good = issue().secret();
        assertThatThrownBy(() -> issuer.authenticate(good, FLOODING))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("too many unknown secrets")
                .hasMessageNotContaining(good);
        CompletableFuture<Verification<ApiToken>> other = present(good, HONEST);
        pass(Duration.ofMillis(200));
        assertThat(isAccepted(other)).isTrue();
        pass(Duration.ofSeconds(1));
        CompletableFuture<Verification<ApiToken>> again = present(issue().secret(), FLOODING);
        pass(Duration.ofMillis(20));
        assertThat(isAccepted(again)).isTrue();
    }

    @Test
    void manyFloodingClientsLeavePlacesForOneMore() {
        for (int i = 0; i < 1_000; i++) {
            for (int client = 0; client < 20; client++) {
                present(junk(), "2001:db8:" + client);
            }
        }
        CompletableFuture<Verification<ApiToken>> honest = present(issue().secret(), HONEST);
        pass(Duration.ofMillis(20));
        assertThat(isAccepted(honest)).isTrue();
    }

    @Test
    void lookUpWhoseTurnDoesNotComeWithinTheMaxWaitFails() {
        flood(2_000);
        CompletableFuture<Verification<ApiToken>> waiting = present(issue().secret(), FLOODING);
        // No statement is answered.
        nanos.advance(Duration.ofMillis(1_999));
        assertThat(waiting).isNotDone();
        nanos.advance(Duration.ofMillis(12));
        assertThatThrownBy(() -> answered(waiting))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no turn within 2000 ms");
        pass(Duration.ofMillis(50));
        CompletableFuture<Verification<ApiToken>> afterwards = present(issue().secret(), FLOODING);
        pass(Duration.ofMillis(12));
        assertThat(isAccepted(afterwards)).isTrue();
    }

    @Test
    void sameSecretThatWaitsSeveralTimesIsLookedUpOnce() {
        String good = issue().secret();
        flood(10);
        List<CompletableFuture<Verification<ApiToken>>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(present(good, FLOODING));
        }
        pass(Duration.ofMillis(20));
        assertThat(all).allMatch(SecretLookupsTest::isAccepted);
        assertThat(gathered.stream()
                        .filter(digests ->
                                digests.contains(DigestScheme.sha256().digest(good))))
                .hasSize(1);
    }

    @Test
    void requestAfterARevocationNeverGetsTheAnswerOfALookUpFromBefore() {
        IssuedApiToken token = issue();
        CompletableFuture<Verification<ApiToken>> before = present(token.secret(), HONEST);
        Runnable underWay = statements.remove();
        issuer.revoke(token.apiToken().id());
        CompletableFuture<Verification<ApiToken>> after = present(token.secret(), HONEST);
        underWay.run();
        pass(Duration.ofMillis(12));
        assertThat(rejection(after)).isEqualTo(RejectionReason.REVOKED);
        assertThat(gathered).hasSize(2);
        assertThat(answered(before)).isNotNull();
    }

    @Test
    void revokedSecretIsRejectedAtOnceAndThenWaitsLikeAnyOther() {
        IssuedApiToken token = issue();
        use(token.secret());
        issuer.revoke(token.apiToken().id());
        assertThat(rejection(present(token.secret(), FLOODING))).isEqualTo(RejectionReason.REVOKED);
        assertThat(single).hasSize(1);
        CompletableFuture<Verification<ApiToken>> second = present(token.secret(), FLOODING);
        runStatements();
        assertThat(rejection(second)).isEqualTo(RejectionReason.REVOKED);
        assertThat(single).hasSize(1);
    }

    @Test
    void secretThatWasNotUsedForAnHourWaitsLikeAnyOther() {
        String good = issue().secret();
        use(good);
        nanos.advance(Duration.ofMinutes(59));
        assertThat(isAccepted(present(good, HONEST))).isTrue();
        nanos.advance(Duration.ofMinutes(59));
        assertThat(isAccepted(present(good, HONEST))).isTrue();
        assertThat(single).hasSize(2);
        nanos.advance(Duration.ofMinutes(61));
        CompletableFuture<Verification<ApiToken>> later = present(good, HONEST);
        runStatements();
        assertThat(isAccepted(later)).isTrue();
        assertThat(single).hasSize(2);
    }

    @Test
    void noThreadOfTheCallersWaitsForATurn() {
        List<Runnable> blocking = new ArrayList<>();
        Executor counted = blocking::add;
        CompletableFuture<Verification<ApiToken>> answer =
                issuer.authenticateAsync(issue().secret(), HONEST, counted).toCompletableFuture();
        assertThat(answer).isNotDone();
        runStatements();
        assertThat(isAccepted(answer)).isTrue();
        assertThat(blocking).isEmpty();
    }

    @Test
    void secretFromBeforeThePepperIsLookedUpUnderItsOwnDigestOnceItIsKnown() {
        String good = issue().secret();
        TokenIssuer peppered = issuer(DigestScheme.peppered(new byte[32]));
        CompletableFuture<Verification<ApiToken>> first =
                peppered.authenticateAsync(good, HONEST, Runnable::run).toCompletableFuture();
        runStatements();
        assertThat(isAccepted(first)).isTrue();
        assertThat(gathered.get(0)).hasSize(2);
        assertThat(peppered.authenticate(good, HONEST)).isInstanceOf(Verification.Accepted.class);
        assertThat(single).containsExactly(DigestScheme.sha256().digest(good));
    }

    @Test
    void statementThatFailsFailsItsLookUpsAloneAndTheNextOneIsAnswered() {
        String good = issue().secret();
        down = true;
        CompletableFuture<Verification<ApiToken>> failing = present(good, HONEST);
        runStatements();
        assertThatThrownBy(() -> answered(failing))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("planted by SecretLookupsTest");
        down = false;
        CompletableFuture<Verification<ApiToken>> next = present(good, HONEST);
        runStatements();
        assertThat(isAccepted(next)).isTrue();
    }

    @Test
    void storeInMemoryIsAskedAtOnce() {
        TokenIssuer local = TokenIssuer.builder(memory).clock(clock).build();
        String good = issue().secret();
        CompletableFuture<Verification<ApiToken>> answer =
                local.authenticateAsync(good, HONEST, Runnable::run).toCompletableFuture();
        assertThat(answer).isDone();
        assertThat(isAccepted(answer)).isTrue();
    }

    @Test
    void maxWaitIsPositiveAndAtMostAMinute() {
        for (Duration wait : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
            assertThatThrownBy(() -> TokenIssuer.builder(memory).maxLookupWait(wait))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("max wait of look-ups: " + wait);
        }
    }
}
