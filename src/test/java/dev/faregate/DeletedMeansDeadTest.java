package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.BaseToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.SessionToken;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight threads use an API token or a session, and what they make of it, while it is taken away from them. */
class DeletedMeansDeadTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 60;
    private static final int USES_AFTERWARDS = 200;
    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final Faregate faregate =
            Faregate.builder().refreshTokenLife(Duration.ofDays(7)).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** Every way to take an API token away. */
    enum TakingAway {
        REVOKE(0),
        ROTATE_FOR_A_LEAK(0),
        REVOKE_ALL_OF_THE_OWNER(40),
        REVOKE_ALL_OF_THE_RESOURCE(40),
        REVOKE_EVERYTHING(40);

        /** How many others go with it: so many that the next insertion does not clear all of them away. */
        private final int others;

        TakingAway(int others) {
            this.others = others;
        }
    }

    private void take(TakingAway way, String id) {
        switch (way) {
            case REVOKE -> faregate.tokenIssuer().revoke(id);
            case ROTATE_FOR_A_LEAK -> faregate.tokenIssuer().rotate(id, Duration.ZERO);
            case REVOKE_ALL_OF_THE_OWNER -> faregate.tokenIssuer().revokeAll(ADA);
            case REVOKE_ALL_OF_THE_RESOURCE -> faregate.tokenIssuer().revokeAll(INVENTORY);
            case REVOKE_EVERYTHING -> faregate.tokenIssuer().revokeEverything();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAcceptedAfterItWasTakenAwayAndWhatIsIssuedThenLives(TakingAway way) throws Exception {
        long uses = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String name = way + " " + round;
            IssuedApiToken issued = issued(name);
            for (int i = 0; i < way.others; i++) {
                issued(name + ", other " + i);
            }
            uses += usedWhile(() -> new ApiTokenUse(issued), () -> take(way, issued.id()), () -> {
                IssuedApiToken later = issued("after " + name);
                assertThat(new ApiTokenUse(later).accepts()).as(name).isTrue();
                assertThat(verify(exchanged(later))).as(name).isTrue();
                faregate.tokenIssuer().revoke(later.id());
            });
        }
        report(way.toString(), uses);
    }

    @Test
    void narrowedPermissionReachesLivingBaseTokensAtOnce() throws Exception {
        long uses = 0;
        for (int round = 0; round < ROUNDS; round++) {
            IssuedApiToken issued = issued("narrowed " + round);
            uses += usedWhile(
                    () -> new WideUse(issued),
                    () -> faregate.tokenIssuer().changePermission(issued.id(), Permission.READ),
                    () -> {
                        BaseToken narrow = exchanged(issued);
                        assertThat(narrow.claims().permission()).isEqualTo(Permission.READ);
                        assertThat(verify(narrow)).isTrue();
                    });
        }
        report("narrow", uses);
    }

    /** Every way to end a session. */
    enum SigningOut {
        SIGN_OUT,
        SIGN_OUT_EVERYWHERE
    }

    @ParameterizedTest
    @EnumSource
    void noSessionIsAcceptedAfterSigningOutAndTheNextSignInLives(SigningOut way) throws Exception {
        long uses = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SessionToken session = faregate.sessionTokens().signIn(ADA).orElseThrow();
            Use use = new SessionUse(session);
            uses += usedWhile(
                    () -> use,
                    () -> {
                        switch (way) {
                            case SIGN_OUT ->
                                faregate.sessionTokens()
                                        .signOut(ADA, session.claims().sourceId());
                            case SIGN_OUT_EVERYWHERE -> faregate.sessionTokens().signOutEverywhere(ADA);
                        }
                    },
                    () -> assertThat(verify(faregate.sessionTokens().signIn(ADA).orElseThrow()))
                            .isTrue());
        }
        report(way.toString(), uses);
    }

    /** What one thread does again and again; whether anything of what is to be taken away was accepted. */
    private interface Use {
        boolean accepts();
    }

    /** How often the threads used something while it was taken away and after. */
    private long usedWhile(Supplier<Use> uses, Runnable takeAway, Runnable thenLives) throws Exception {
        Round round = new Round();
        List<Future<Long>> users = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Use use = uses.get();
            users.add(threads.submit(() -> round.use(use)));
        }
        while (round.uses.get() < THREADS) {
            Thread.onSpinWait();
        }
        takeAway.run();
        round.takenAway = true;
        thenLives.run();
        long total = 0;
        for (Future<Long> user : users) {
            total += user.get();
        }
        assertThat(round.wronglyAccepted).hasValue(0);
        return total;
    }

    private static void report(String what, long uses) {
        System.out.println(what + ": " + uses + " uses, none accepted afterwards");
        assertThat(uses).isGreaterThanOrEqualTo((long) ROUNDS * THREADS * USES_AFTERWARDS);
    }

    private IssuedApiToken issued(String name) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, ADA, Permission.READ_WRITE).forResource(INVENTORY))
                .orElseThrow();
    }

    private BaseToken exchanged(IssuedApiToken issued) {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(issued.secret()))
                .orElseThrow();
    }

    private boolean verify(BaseToken baseToken) {
        return faregate.baseTokenVerifier().verify(baseToken.text()) instanceof Verification.Accepted;
    }

    private boolean verify(SessionToken session) {
        return faregate.sessionTokens().verify(session.text()) instanceof Verification.Accepted;
    }

    private static final class Round {

        private final AtomicLong uses = new AtomicLong();
        private final AtomicLong wronglyAccepted = new AtomicLong();
        private volatile boolean takenAway;

        long use(Use use) {
            long made = 0;
            int left = USES_AFTERWARDS;
            while (left > 0) {
                boolean over = takenAway;
                if (use.accepts() && over) {
                    wronglyAccepted.incrementAndGet();
                }
                made++;
                uses.incrementAndGet();
                left -= over ? 1 : 0;
            }
            return made;
        }
    }

    /** An API token, presented and exchanged, and by turns each base token that was made of it. */
    private final class ApiTokenUse implements Use {

        private final IssuedApiToken issued;
        private final List<BaseToken> baseTokens = new ArrayList<>();
        private int turn;

        ApiTokenUse(IssuedApiToken issued) {
            this.issued = issued;
        }

        @Override
        public boolean accepts() {
            boolean exchanges = false;
            if (faregate.tokenExchange().exchange(ExchangeRequest.of(issued.secret()))
                    instanceof ExchangeResult.Exchanged exchanged) {
                baseTokens.add(exchanged.baseToken());
                exchanges = true;
            }
            boolean authenticates =
                    faregate.tokenIssuer().authenticate(issued.secret()) instanceof Verification.Accepted;
            boolean verifies = !baseTokens.isEmpty() && verify(baseTokens.get(turn++ % baseTokens.size()));
            return exchanges || authenticates || verifies;
        }
    }

    /** An API token in what it may beyond reading, and base tokens that were made with that. */
    private final class WideUse implements Use {

        private final IssuedApiToken issued;
        private final List<BaseToken> wide = new ArrayList<>();
        private int turn;

        WideUse(IssuedApiToken issued) {
            this.issued = issued;
        }

        @Override
        public boolean accepts() {
            BaseToken baseToken = exchanged(issued);
            boolean exchanges = baseToken.claims().permission() == Permission.READ_WRITE;
            if (exchanges) {
                wide.add(baseToken);
            }
            ApiToken apiToken =
                    faregate.tokenIssuer().authenticate(issued.secret()).orElseThrow();
            boolean verifies = !wide.isEmpty() && verify(wide.get(turn++ % wide.size()));
            return exchanges || verifies || apiToken.permission() == Permission.READ_WRITE;
        }
    }

    /** A session, carried on now and then, and by turns each session token that it had. */
    private final class SessionUse implements Use {

        private static final int USES_PER_REFRESH = 16;

        private final List<SessionToken> tokens = new CopyOnWriteArrayList<>();
        private final AtomicInteger turn = new AtomicInteger();

        SessionUse(SessionToken session) {
            tokens.add(session);
        }

        @Override
        public boolean accepts() {
            int now = turn.getAndIncrement();
            boolean refreshes = now % USES_PER_REFRESH == 0 && refreshes();
            return verify(tokens.get(now % tokens.size())) || refreshes;
        }

        /** By one thread at a time: a refresh token in two hands ends the session. */
        private synchronized boolean refreshes() {
            String refreshToken = tokens.get(tokens.size() - 1).refreshToken();
            if (faregate.sessionTokens().refresh(Objects.requireNonNull(refreshToken))
                    instanceof Verification.Accepted<SessionToken> refreshed) {
                tokens.add(refreshed.value());
                return true;
            }
            return false;
        }
    }
}
