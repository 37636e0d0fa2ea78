package dev.faregate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.BaseToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.SessionToken;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every revocation log promises. */
public abstract class RevocationLogContract {

    protected final MovableClock clock = new MovableClock();

    protected abstract RevocationLog newLog();

    @Test
    void numbersEntriesFromOneWithoutGaps() {
        RevocationLog log = newLog();
        assertThat(log.position().sequence()).isZero();
        assertThat(log.append(RevocationTarget.apiToken("a")).sequence()).isEqualTo(1);
        assertThat(log.append(RevocationTarget.owner(Owner.of("ada"))).sequence())
                .isEqualTo(2);
        assertThat(log.position().sequence()).isEqualTo(2);
    }

    @Test
    void twoLogsNeverShareAnIdentity() {
        assertThat(newLog().position().logId()).isNotEqualTo(newLog().position().logId());
    }

    @Test
    void readsBackWhatLiesAboveANumberOfEachLevel() {
        RevocationLog log = newLog();
        List<RevocationTarget> targets = new ArrayList<>();
        for (RevocationTarget.Level level : RevocationTarget.Level.values()) {
            targets.add(
                    new RevocationTarget(level, level == RevocationTarget.Level.EVERYTHING ? "" : "id of " + level));
        }
        targets.forEach(log::append);
        assertThat(log.after(0)).extracting(Revocation::target).containsExactlyElementsOf(targets);
        assertThat(log.after(1))
                .extracting(Revocation::target)
                .containsExactlyElementsOf(targets.subList(1, targets.size()));
        assertThat(log.after(targets.size())).isEmpty();
    }

    @Test
    void followerLearnsOfOldEntriesAndOfEachNewOneBeforeAppendReturns() {
        RevocationLog log = newLog();
        log.append(RevocationTarget.apiToken("before"));
        List<Revocation> seen = new ArrayList<>();
        log.follow(seen::add);
        log.append(RevocationTarget.apiToken("after"));
        assertThat(seen)
                .extracting(Revocation::target)
                .containsExactly(RevocationTarget.apiToken("before"), RevocationTarget.apiToken("after"));
    }

    @Test
    void positionNeverRunsAheadOfItsFollowers() throws Exception {
        RevocationLog log = newLog();
        List<Long> ahead = new ArrayList<>();
        log.follow(entry -> {
            if (log.position().sequence() >= entry.sequence()) {
                ahead.add(entry.sequence());
            }
        });
        log.append(RevocationTarget.apiToken("a"));
        assertThat(ahead).isEmpty();
    }

    @Test
    void appendersOnManyThreadsGetEachNumberOnce() throws Exception {
        RevocationLog log = newLog();
        List<Long> followed = new ArrayList<>();
        log.follow(entry -> followed.add(entry.sequence()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> appends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String id = "t" + i;
                appends.add(() -> log.append(RevocationTarget.apiToken(id)).sequence());
            }
            Set<Long> numbers = new HashSet<>();
            for (Future<Long> number : threads.invokeAll(appends)) {
                numbers.add(number.get());
            }
            assertThat(numbers).hasSize(1_000);
            assertThat(followed).hasSize(1_000).isSorted();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void changedRightsOfAnOwnerEndWhatWasDerivedFromThemAndSpareTheApiTokens() {
        Duration life = Duration.ofSeconds(10);
        Faregate faregate = Faregate.builder()
                .clock(clock)
                .apiTokenStore(ApiTokenStore.inMemory(newLog(), clock))
                .baseTokenLife(life)
                .sessionLife(life)
                .refreshTokenLife(life)
                .build();
        Derived before = new Derived(faregate, "ada");
        Derived ofAnother = new Derived(faregate, "grace");
        faregate.tokenIssuer().rightsChanged(Owner.of("ada"));
        assertThat(before.alive()).containsExactly("API token");
        assertThat(ofAnother.alive()).containsExactly("API token", "base token", "session token", "refresh token");
        assertThat(before.again().alive()).containsExactly("API token", "base token", "session token", "refresh token");
    }

    /** An API token, and what an owner derives from the rights that the owner has by then. */
    private record Derived(Faregate faregate, String secret, BaseToken baseToken, SessionToken session) {

        Derived(Faregate faregate, String owner) {
            this(
                    faregate,
                    faregate.tokenIssuer()
                            .issue(ApiTokenRequest.of("export", Owner.of(owner), Permission.READ))
                            .orElseThrow()
                            .secret(),
                    owner);
        }

        private Derived(Faregate faregate, String secret, String owner) {
            this(
                    faregate,
                    secret,
                    faregate.tokenExchange()
                            .exchange(ExchangeRequest.of(secret))
                            .orElseThrow(),
                    faregate.sessionTokens().signIn(Owner.of(owner)).orElseThrow());
        }

        Derived again() {
            return new Derived(faregate, secret, session.claims().owner().id());
        }

        List<String> alive() {
            Map<String, Verification<?>> all = new LinkedHashMap<>();
            all.put("API token", faregate.tokenIssuer().authenticate(secret));
            all.put("base token", faregate.baseTokenVerifier().verify(baseToken.text()));
            all.put("session token", faregate.sessionTokens().verify(session.text()));
            all.put("refresh token", faregate.sessionTokens().refresh(Objects.requireNonNull(session.refreshToken())));
            all.values().removeIf(verification -> verification instanceof Verification.Rejected);
            return List.copyOf(all.keySet());
        }
    }
}
