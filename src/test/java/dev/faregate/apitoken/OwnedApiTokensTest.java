package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnedApiTokensTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Owner GRACE = Owner.of("grace");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, random), clock);
    private final TokenIssuer issuer = TokenIssuer.builder(store)
            .clock(clock)
            .random(random)
            .quota(Quota.unlimited())
            .recoverableSecrets(SecretSeal.a256gcm(new byte[32]))
            .build();

    private final IssuedApiToken adas = issued("export", ADA, INVENTORY);
    private final String id = adas.apiToken().id();

    private IssuedApiToken issued(String name, Owner owner, Resource resource) {
        return issuer.issue(
                        ApiTokenRequest.of(name, owner, Permission.READ_WRITE).forResource(resource))
                .orElseThrow();
    }

    @Test
    void ownerHandlesTheirOwn() {
        OwnedApiTokens own = issuer.ownedBy(ADA);
        assertThat(own.find(id)).contains(adas.apiToken());
        assertThat(own.list().apiTokens()).containsExactly(adas.apiToken());
        assertThat(own.named(INVENTORY, "export")).contains(adas.apiToken());
        assertThat(own.reveal(id)).contains(adas.secret());
        assertThat(own.rename(id, "import")).isInstanceOf(RenameResult.Renamed.class);
        assertThat(own.changePermission(id, Permission.READ)).isPresent();
        assertThat(own.changeScopes(id, Scopes.of("rows"))).isPresent();
        String next = own.rotate(id, Duration.ZERO).orElseThrow().secret();
        assertThat(own.revoke(id)).isTrue();
        assertThat(issuer.authenticate(next)).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void whatIsAnothersIsNotThere() {
        OwnedApiTokens own = issuer.ownedBy(GRACE);
        assertThat(own.find(id)).isEmpty();
        assertThat(own.list().apiTokens()).isEmpty();
        assertThat(own.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).isEmpty();
        assertThat(own.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).isEmpty();
        assertThat(own.named(INVENTORY, "export")).isEmpty();
        assertThat(own.reveal(id)).isEmpty();
        assertThat(own.rename(id, "stolen")).isInstanceOf(RenameResult.Unknown.class);
        assertThat(own.changePermission(id, Permission.READ)).isEmpty();
        assertThat(own.changeScopes(id, Scopes.of("rows"))).isEmpty();
        assertThat(own.rotate(id, Duration.ZERO)).isEqualTo(new RotateResult.Unknown());
        assertThat(own.rotate(id, Duration.ZERO, null)).isEqualTo(new RotateResult.Unknown());
        assertThat(own.changeExpiry(id, null)).isEqualTo(new ExpiryResult.Unknown());
        assertThat(own.revoke(id)).isFalse();
        assertThat(issuer.find(id)).contains(adas.apiToken());
        assertThat(issuer.authenticate(adas.secret())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void findsWhatIsBoundToNoResourceByItsNameAmongManyOfThatName() {
        for (int i = 0; i < 150; i++) {
            issued("nightly", ADA, Resource.of("base-" + i));
        }
        assertThat(issuer.revoke(id)).isTrue();
        assertThat(issuer.ownedBy(ADA).named("nightly")).isEmpty();
        ApiToken unbound = issuer.issue(ApiTokenRequest.of("nightly", ADA, Permission.READ))
                .orElseThrow()
                .apiToken();
        assertThat(issuer.ownedBy(ADA).named("nightly")).contains(unbound);
    }
}
