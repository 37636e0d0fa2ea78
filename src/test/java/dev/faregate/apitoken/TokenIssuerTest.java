package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, random), clock);
    private final TokenIssuer issuer =
            new TokenIssuer(store, TokenFormat.prefixed("acme"), Quota.perOwner(3), clock, random);

    private static ApiTokenRequest request(String name) {
        return ApiTokenRequest.of(name, ADA, Permission.READ).forResource(INVENTORY);
    }

    private IssuedApiToken issued() {
        return issuer.issue(request("export")).orElseThrow();
    }

    private static Verification<ApiToken> rejected(RejectionReason reason) {
        return Verification.rejected(reason);
    }

    @Test
    void issuesATokenThatIsKnownByItsSecret() {
        IssuedApiToken issued = issued();
        ApiToken apiToken = issuer.authenticate(issued.secret()).orElseThrow();
        assertThat(apiToken).isEqualTo(issued.apiToken());
        assertThat(apiToken.name()).isEqualTo("export");
        assertThat(apiToken.principal())
                .isEqualTo(new Principal(
                        CredentialKind.API_TOKEN, apiToken.id(), ADA, INVENTORY, Permission.READ, Scopes.none()));
    }

    @Test
    void revokedTokenIsDeadAtOnce() {
        IssuedApiToken issued = issued();
        assertThat(issuer.revoke(issued.apiToken().id())).isTrue();
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(issuer.find(issued.apiToken().id())).isEmpty();
        assertThat(issuer.revoke(issued.apiToken().id())).isFalse();
    }

    @Test
    void tokenWithAnEndDiesByItself() {
        IssuedApiToken issued = issuer.issue(
                        request("export").expiringAt(clock.instant().plus(Duration.ofHours(1))))
                .orElseThrow();
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(issuer.authenticate(issued.secret())).isInstanceOf(Verification.Accepted.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void tokenThatIsOverAlreadyIsNotIssued() {
        assertThat(issuer.issue(request("export").expiringAt(clock.instant())))
                .isEqualTo(new IssueResult.AlreadyExpired());
    }

    @Test
    void rightShapeThatNobodyHasIsUnknown() {
        String secret = TokenFormat.prefixed("acme").generate(random);
        assertThat(issuer.authenticate(secret)).isEqualTo(rejected(RejectionReason.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "acme_", "acme", "a.b.c", "acme_0000000000000000000000000000000000", "\r\nX: y", "\u00e9"})
    void wrongShapeIsMalformed(String text) {
        assertThat(issuer.authenticate(text)).isEqualTo(rejected(RejectionReason.MALFORMED));
    }

    @Test
    void takenNameIsRefusedByName() {
        issued();
        assertThat(issuer.issue(request("export"))).isEqualTo(new IssueResult.NameTaken("export"));
    }

    @Test
    void namesThatLookTheSameAreTheSame() {
        issuer.issue(request("caf\u00e9")).orElseThrow();
        assertThat(issuer.issue(request("cafe\u0301"))).isEqualTo(new IssueResult.NameTaken("caf\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " export",
                "export\u00a0",
                "ex\nport",
                "ex\u0000port",
                "ex\u202eport",
                "ex\u200bport",
                "\ud83d"
            })
    void nameThatIsEmptyOrHidesSomethingIsRefused(String name) {
        assertThat(issuer.issue(request(name))).isInstanceOf(IssueResult.InvalidName.class);
    }

    @Test
    void nameOfAHundredCharactersIsTheLongest() {
        assertThat(issuer.issue(request("\ud83d\ude80".repeat(100)))).isInstanceOf(IssueResult.Issued.class);
        assertThat(issuer.issue(request("x".repeat(101))))
                .isEqualTo(new IssueResult.InvalidName("The name has 101 characters; 100 is the most."));
        assertThat(issuer.issue(request("x".repeat(10_000)))).isInstanceOf(IssueResult.InvalidName.class);
    }

    @Test
    void quotaIsRefusedByNumber() {
        issuer.issue(request("one")).orElseThrow();
        issuer.issue(request("two")).orElseThrow();
        issuer.issue(request("three")).orElseThrow();
        assertThat(issuer.issue(request("four"))).isEqualTo(new IssueResult.QuotaReached(3));
        assertThatThrownBy(() -> issuer.issue(request("four")).orElseThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no API token issued: QuotaReached[quota=3]");
    }

    @Test
    void secretIsInNoToString() {
        IssuedApiToken issued = issued();
        assertThat(issued.toString()).doesNotContain(issued.secret());
        assertThat(new IssueResult.Issued(issued).toString()).doesNotContain(issued.secret());
        assertThat(issuer.authenticate(issued.secret()).toString()).doesNotContain(issued.secret());
    }

    @Test
    void idsListInTheOrderOfIssue() {
        String first = issued().apiToken().id();
        clock.advance(Duration.ofMillis(1));
        String second = issuer.issue(request("second")).orElseThrow().apiToken().id();
        assertThat(issuer.list(ApiTokenQuery.of(INVENTORY)).apiTokens())
                .extracting(ApiToken::id)
                .containsExactly(first, second);
    }

    @Test
    void queryForNothingIsAProgrammersMistake() {
        assertThatThrownBy(() -> new ApiTokenQuery(null, null, null, 10))
                .hasMessage("owner and resource: null (expected: at least one of them)");
        assertThatThrownBy(() -> ApiTokenQuery.ownedBy(ADA).limit(1_001))
                .hasMessage("limit: 1001 (expected: 1 to 1000)");
        assertThatThrownBy(() -> new Quota(0, 1))
                .hasMessage("quota: 0 per owner, 1 per resource (expected: both >= 1)");
    }
}
