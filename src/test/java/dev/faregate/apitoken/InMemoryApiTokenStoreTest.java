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

    @Test
    void whatTheLogCannotTakeIsNotDoneAndCanBeTriedAgain() {
        FailingLog log = new FailingLog(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()));
        ApiTokenStore store = ApiTokenStore.inMemory(log, clock);
        SecretDigest digest = SecretDigest.parse("1:00000000");
        ApiToken apiToken = new ApiToken(
                "id",
                "name",
                ADA,
                INVENTORY,
                Permission.READ_WRITE,
                SCOPES,
                Map.of(),
                clock.instant(),
                null,
                null,
                null);
        store.insert(new StoredApiToken(apiToken, digest, null), Quota.unlimited());
        StoredApiToken before = store.find("id");

        log.fail(true);
        List<Runnable> takingAway = new ArrayList<>(List.of(
                () -> store.revoke("id", clock.instant()),
                () -> store.changeRights("id", Permission.READ, SCOPES),
                () -> store.rotate("id", SecretDigest.parse("1:00000001"), null, clock.instant())));
        for (RevocationTarget target : ALL) {
            takingAway.add(() -> store.revokeAll(target));
        }
        for (Runnable attempt : takingAway) {
            assertThatThrownBy(attempt::run).hasMessage("planted by FailingLog");
            assertThat(store.find("id")).isEqualTo(before);
            assertThat(store.findByDigest(digest)).isEqualTo(new ApiTokenStore.Found(apiToken, null));
            assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).containsExactly(apiToken);
        }

        log.fail(false);
        assertThat(store.revoke("id", clock.instant())).isNotNull();
        assertThat(log.after(0)).hasSize(1);
        assertThat(store.findByDigest(SecretDigest.parse("1:00000001"))).isNull();
    }

    @Test
    void revocationThatFailsLeavesThePreviousSecretItsGrace() {
        FailingLog log = new FailingLog(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()));
        ApiTokenStore store = ApiTokenStore.inMemory(log, clock);
        SecretDigest previous = SecretDigest.parse("1:00000000");
        ApiToken apiToken = new ApiToken(
                "id", "name", ADA, INVENTORY, Permission.READ, SCOPES, Map.of(), clock.instant(), null, null, null);
        store.insert(new StoredApiToken(apiToken, previous, null), Quota.unlimited());
        Instant graceEnds = clock.instant().plus(Duration.ofHours(1));
        store.rotate("id", SecretDigest.parse("1:00000001"), null, graceEnds);

        log.fail(true);
        assertThatThrownBy(() -> store.revoke("id", clock.instant())).hasMessage("planted by FailingLog");
        assertThat(store.findByDigest(previous)).isEqualTo(new ApiTokenStore.Found(apiToken, graceEnds));
    }

    @Test
    void secondRevocationOfAllThatFailsLeavesTheFirstInForce() {
        FailingLog log = new FailingLog(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()));
        ApiTokenStore store = ApiTokenStore.inMemory(log, clock);
        SecretDigest digest = SecretDigest.parse("1:00000000");
        ApiToken apiToken = new ApiToken(
                "id", "name", ADA, INVENTORY, Permission.READ, SCOPES, Map.of(), clock.instant(), null, null, null);
        store.insert(new StoredApiToken(apiToken, digest, null), Quota.unlimited());
        store.revokeAll(RevocationTarget.owner(ADA));
        log.fail(true);
        assertThatThrownBy(() -> store.revokeAll(RevocationTarget.owner(ADA))).hasMessage("planted by FailingLog");
        assertThat(store.find("id")).isNull();
        ApiTokenStore.Found found = store.findByDigest(digest);
        assertThat(found == null || found.apiToken().revokedAt() != null).isTrue();
    }

    @Override
    protected ApiTokenStore newStore() {
        return ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    }
}
