package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Permission;
import dev.faregate.revocation.FailingLog;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryApiTokenStoreTest extends ApiTokenStoreContract {

    private static final RevocationTarget[] ALL = {
        RevocationTarget.owner(ADA), RevocationTarget.resource(INVENTORY), RevocationTarget.everything()
    };

    private static final SecretDigest DIGEST = SecretDigest.parse("1:00000000");
    private static final SecretDigest NEXT_DIGEST = SecretDigest.parse("1:00000001");

    private final FailingLog log =
            new FailingLog(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()));
    private final ApiTokenStore store = ApiTokenStore.inMemory(log, clock);
    private final ApiToken apiToken = new ApiToken(
            "id", "name", ADA, INVENTORY, Permission.READ_WRITE, SCOPES, Map.of(), clock.instant(), null, null, null);

    @Test
    void whatTheLogCannotTakeIsNotDoneAndCanBeTriedAgain() {
        store.insert(new StoredApiToken(apiToken, DIGEST, null), Quota.unlimited());
        StoredApiToken before = store.find("id");

        log.fail(true);
        List<Runnable> takingAway = new ArrayList<>(List.of(
                () -> store.revoke("id", clock.instant()),
                () -> store.changeRights("id", Permission.READ, SCOPES),
                () -> store.rotate("id", NEXT_DIGEST, null, clock.instant())));
        for (RevocationTarget target : ALL) {
            takingAway.add(() -> store.revokeAll(target));
        }
        for (Runnable attempt : takingAway) {
            assertThatThrownBy(attempt::run).hasMessage("planted by FailingLog");
            assertThat(store.find("id")).isEqualTo(before);
            assertThat(store.findByDigest(DIGEST)).isEqualTo(new ApiTokenStore.Found(apiToken, null));
            assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).containsExactly(apiToken);
        }

        log.fail(false);
        assertThat(store.revoke("id", clock.instant())).isNotNull();
        assertThat(log.after(0)).hasSize(1);
        assertThat(store.findByDigest(NEXT_DIGEST)).isNull();
    }

    @Test
    void revocationThatFailsLeavesThePreviousSecretItsGrace() {
        store.insert(new StoredApiToken(apiToken, DIGEST, null), Quota.unlimited());
        Instant graceEnds = clock.instant().plus(Duration.ofHours(1));
        store.rotate("id", NEXT_DIGEST, null, graceEnds);

        log.fail(true);
        assertThatThrownBy(() -> store.revoke("id", clock.instant())).hasMessage("planted by FailingLog");
        assertThat(store.findByDigest(DIGEST)).isEqualTo(new ApiTokenStore.Found(apiToken, graceEnds));
    }

    @Test
    void secondRevocationOfAllThatFailsLeavesTheFirstInForce() {
        store.insert(new StoredApiToken(apiToken, DIGEST, null), Quota.unlimited());
        store.revokeAll(RevocationTarget.owner(ADA));
        log.fail(true);
        assertThatThrownBy(() -> store.revokeAll(RevocationTarget.owner(ADA))).hasMessage("planted by FailingLog");
        assertThat(store.find("id")).isNull();
        ApiTokenStore.Found found = store.findByDigest(DIGEST);
        assertThat(found == null || found.apiToken().revokedAt() != null).isTrue();
    }

    @Override
    protected ApiTokenStore newStore() {
        return ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    }
}
