package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight threads use an API token and what they make of it, while it is taken away from them. */
class DeletedMeansDeadTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 60;
    private static final int USES_AFTERWARDS = 200;
    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final Faregate faregate = Faregate.builder().build();

    /** Every way to take an API token away. */
    enum TakingAway {
        REVOKE,
        ROTATE_FOR_A_LEAK,
        REVOKE_ALL_OF_THE_OWNER,
        REVOKE_ALL_OF_THE_RESOURCE,
        REVOKE_EVERYTHING
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
    void nothingIsAcceptedAfterItWasTakenAway(TakingAway way) throws Exception {
        long verifications = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Used used = new Used(faregate, issued("token " + way + round));
                List<Future<Long>> users = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    users.add(threads.submit(used::useUntilTakenAway));
                }
                while (used.uses.get() < THREADS) {
                    Thread.onSpinWait();
                }
                take(way, used.issued.id());
                used.takenAway = true;
                for (Future<Long> user : users) {
                    verifications += user.get();
                }
                assertThat(used.wronglyAccepted).as("round %d", round).hasValue(0);
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(way + ": " + verifications + " verifications, none accepted afterwards");
        assertThat(verifications).isGreaterThanOrEqualTo((long) ROUNDS * THREADS * USES_AFTERWARDS);
    }

    @Test
    void narrowedPermissionReachesLivingBaseTokensAtOnce() {
        IssuedApiToken issued = issued("narrowed");
        String wide = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(issued.secret()))
                .orElseThrow()
                .text();
        faregate.tokenIssuer().changePermission(issued.id(), Permission.READ);
        assertThat(faregate.baseTokenVerifier().verify(wide)).isInstanceOf(Verification.Rejected.class);
    }

    private IssuedApiToken issued(String name) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, ADA, Permission.READ_WRITE).forResource(INVENTORY))
                .orElseThrow();
    }

    /** An API token in use, with whatever base tokens its users make of it meanwhile. */
    private static final class Used {

        private final Faregate faregate;
        private final IssuedApiToken issued;
        private final AtomicLong uses = new AtomicLong();
        private final AtomicLong wronglyAccepted = new AtomicLong();
        private volatile boolean takenAway;

        Used(Faregate faregate, IssuedApiToken issued) {
            this.faregate = faregate;
            this.issued = issued;
        }

        /** How many verifications it made. */
        long useUntilTakenAway() {
            List<String> baseTokens = new ArrayList<>();
            long verifications = 0;
            int left = USES_AFTERWARDS;
            while (left > 0) {
                boolean over = takenAway;
                if (faregate.tokenExchange().exchange(ExchangeRequest.of(issued.secret()))
                        instanceof ExchangeResult.Exchanged exchanged) {
                    baseTokens.add(exchanged.baseToken().text());
                    wronglyAccepted.addAndGet(over ? 1 : 0);
                }
                boolean apiTokenLives =
                        faregate.tokenIssuer().authenticate(issued.secret()) instanceof Verification.Accepted;
                boolean baseTokenLives = !baseTokens.isEmpty()
                        && faregate.baseTokenVerifier()
                                        .verify(baseTokens.get((int) (verifications % baseTokens.size())))
                                instanceof Verification.Accepted;
                wronglyAccepted.addAndGet(over && (apiTokenLives || baseTokenLives) ? 1 : 0);
                verifications += 2;
                uses.incrementAndGet();
                left -= over ? 1 : 0;
            }
            return verifications;
        }
    }
}
