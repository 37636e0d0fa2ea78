package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
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
                () -> store.changeExpiry("id", clock.instant().plusSeconds(1)),
                () -> store.rotate("id", new Rotation(NEXT_DIGEST, null, null, null))));
        for (RevocationTarget target : ALL) {
            takingAway.add(() -> store.revokeAll(target));
        }
        for (Runnable attempt : takingAway) {
            assertThatThrownBy(attempt::run).hasMessage("planted by FailingLog");
            assertThat(store.find("id")).isEqualTo(before);
            assertThat(store.findByDigest(DIGEST)).isEqualTo(ApiTokenStore.Found.current(apiToken));
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
        store.rotate("id", new Rotation(NEXT_DIGEST, null, graceEnds, null));

        log.fail(true);
        assertThatThrownBy(() -> store.revoke("id", clock.instant())).hasMessage("planted by FailingLog");
        assertThat(store.findByDigest(DIGEST)).isEqualTo(ApiTokenStore.Found.former(apiToken, graceEnds));
        assertThatThrownBy(() -> store.revokeFormer(DIGEST, clock.instant())).hasMessage("planted by FailingLog");
        assertThat(store.findByDigest(DIGEST)).isEqualTo(ApiTokenStore.Found.former(apiToken, graceEnds));
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

    @Test
    void endedSecretsAreForgottenAfterTheRetentionAndNeverMoreThanTheMostAreKept() {
        EndedSecrets ended = new EndedSecrets(Duration.ofDays(3));
        ended.add(DIGEST, apiToken, RejectionReason.EXPIRED, clock.instant());
        for (int i = 1; i < EndedSecrets.MOST; i++) {
            ended.add(digest(i), apiToken, RejectionReason.REVOKED, clock.instant());
        }
        assertThat(ended.find(DIGEST)).isNotNull();
        ended.add(digest(EndedSecrets.MOST), apiToken, RejectionReason.REVOKED, clock.instant());
        assertThat(ended.find(DIGEST)).isNull();
        assertThat(ended.find(digest(1))).isNotNull();
        clock.advance(Duration.ofDays(3).plusNanos(1));
        ended.add(DIGEST, apiToken, RejectionReason.EXPIRED, clock.instant());
        assertThat(ended.find(digest(EndedSecrets.MOST))).isNull();
        assertThat(ended.find(DIGEST)).isNotNull();
    }

    private static SecretDigest digest(int number) {
        return SecretDigest.parse(String.format("1:%08x", number));
    }

    @Override
    protected ApiTokenStore newStore() {
        return ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    }
}
