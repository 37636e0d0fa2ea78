package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.exchange.ExchangeResult.ErrorCode;
import dev.faregate.exchange.ExchangeResult.InvalidApiToken;
import dev.faregate.exchange.ExchangeResult.InvalidRequest;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final MovableClock clock = new MovableClock();
    private final Faregate faregate = Faregate.builder().clock(clock).build();
    private final TokenExchange exchange = faregate.tokenExchange();

    private IssuedApiToken issued(Permission permission) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export " + permission, ADA, permission)
                        .forResource(INVENTORY))
                .orElseThrow();
    }

    private Verification<Caller> verify(BaseToken baseToken) {
        return faregate.baseTokenVerifier().verify(baseToken.text());
    }

    private static Verification<Caller> rejected(RejectionReason reason) {
        return Verification.rejected(reason);
    }

    @Test
    void baseTokenProvesWhatTheApiTokenDoesForThreeDays() {
        IssuedApiToken issued = issued(Permission.READ);
        BaseToken baseToken =
                exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        assertThat(baseToken.life()).isEqualTo(Duration.ofDays(3));
        assertThat(verify(baseToken).orElseThrow())
                .isEqualTo(VerifiedCallers.verified(
                        CredentialKind.BASE_TOKEN,
                        issued.apiToken().id(),
                        ADA,
                        INVENTORY,
                        Permission.READ,
                        Scopes.none()));
        clock.advance(Duration.ofDays(3));
        assertThat(verify(baseToken)).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void narrowsThePermissionAndNeverWidensIt() {
        String secret = issued(Permission.READ_WRITE).secret();
        BaseToken narrowed = exchange.exchange(ExchangeRequest.of(secret).withPermission(Permission.READ))
                .orElseThrow();
        assertThat(verify(narrowed).orElseThrow().permission()).isEqualTo(Permission.READ);

        String readOnly = issued(Permission.READ).secret();
        assertThat(exchange.exchange(ExchangeRequest.of(readOnly).withPermission(Permission.READ_WRITE)))
                .isEqualTo(
                        new InvalidRequest(ErrorCode.INVALID_SCOPE, "The API token allows less than was asked for."));
    }

    @Test
    void narrowsScopesAndNeverWidensThem() {
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("scoped", ADA, Permission.READ).withScopes(Scopes.of("rows", "files")))
                .orElseThrow()
                .secret();
        BaseToken all = exchange.exchange(ExchangeRequest.of(secret)).orElseThrow();
        assertThat(verify(all).orElseThrow().scopes()).isEqualTo(Scopes.of("files", "rows"));
        BaseToken narrowed = exchange.exchange(ExchangeRequest.of(secret).withScopes(Scopes.of("rows")))
                .orElseThrow();
        assertThat(verify(narrowed).orElseThrow().scopes()).isEqualTo(Scopes.of("rows"));
        assertThat(exchange.exchange(ExchangeRequest.of(secret).withScopes(Scopes.of("rows", "admin"))))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void anotherResourceIsAnInvalidTarget() {
        String secret = issued(Permission.READ).secret();
        assertThat(exchange.exchange(ExchangeRequest.of(secret).forResource(Resource.of("projects"))))
                .isEqualTo(new InvalidRequest(ErrorCode.INVALID_TARGET, "The API token does not open this resource."));
    }

    @Test
    void tokenForNoResourceInParticularCanBeNarrowedToOne() {
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("all", ADA, Permission.READ))
                .orElseThrow()
                .secret();
        BaseToken narrowed = exchange.exchange(ExchangeRequest.of(secret).forResource(INVENTORY))
                .orElseThrow();
        assertThat(verify(narrowed).orElseThrow().resource()).isEqualTo(INVENTORY);
    }

    @Test
    void lifeCanBeShorterAndIsCutWhereItIsLonger() {
        String secret = issued(Permission.READ).secret();
        assertThat(life(ExchangeRequest.of(secret).withLife(Duration.ofHours(5))))
                .isEqualTo(Duration.ofHours(5));
        assertThat(life(ExchangeRequest.of(secret).withLife(Duration.ofDays(365))))
                .isEqualTo(Duration.ofDays(3));
        assertThat(exchange.exchange(ExchangeRequest.of(secret).withLife(Duration.ofMillis(999))))
                .isEqualTo(new InvalidRequest(ErrorCode.INVALID_REQUEST, "The life must be at least one second."));
    }

    @Test
    void baseTokenNeverOutlivesItsApiToken() {
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("brief", ADA, Permission.READ)
                        .expiringAt(clock.instant().plus(Duration.ofHours(1))))
                .orElseThrow()
                .secret();
        BaseToken baseToken = exchange.exchange(ExchangeRequest.of(secret)).orElseThrow();
        clock.advance(Duration.ofHours(1));
        assertThat(verify(baseToken)).isEqualTo(rejected(RejectionReason.EXPIRED));
        assertThat(exchange.exchange(ExchangeRequest.of(secret)))
                .isEqualTo(new InvalidApiToken(RejectionReason.EXPIRED));
    }

    private Duration life(ExchangeRequest request) {
        return exchange.exchange(request).orElseThrow().life();
    }

    @Test
    void revokingTheApiTokenKillsItsBaseTokensAtOnce() {
        IssuedApiToken issued = issued(Permission.READ);
        BaseToken baseToken =
                exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        BaseToken another = exchange.exchange(
                        ExchangeRequest.of(issued(Permission.READ_WRITE).secret()))
                .orElseThrow();
        faregate.tokenIssuer().revoke(issued.apiToken().id());
        assertThat(verify(baseToken)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(verify(another)).isInstanceOf(Verification.Accepted.class);
        assertThat(exchange.exchange(ExchangeRequest.of(issued.secret())))
                .isEqualTo(new InvalidApiToken(RejectionReason.REVOKED));
    }

    @Test
    void narrowingTheApiTokenKillsItsWiderBaseTokensAtOnce() {
        IssuedApiToken issued = issued(Permission.READ_WRITE);
        BaseToken wide = exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        faregate.tokenIssuer().changePermission(issued.apiToken().id(), Permission.READ);
        assertThat(verify(wide)).isEqualTo(rejected(RejectionReason.REVOKED));
        BaseToken narrow =
                exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        assertThat(verify(narrow).orElseThrow().permission()).isEqualTo(Permission.READ);
    }

    @Test
    void revocationBetweenLookUpAndMintingKillsWhatIsMinted() {
        RevokingStore store = new RevokingStore(clock);
        Faregate interleaved =
                Faregate.builder().clock(clock).apiTokenStore(store).build();
        IssuedApiToken issued = interleaved
                .tokenIssuer()
                .issue(ApiTokenRequest.of("export", ADA, Permission.READ))
                .orElseThrow();
        store.revokeAfterLookUp = true;
        BaseToken minted = interleaved
                .tokenExchange()
                .exchange(ExchangeRequest.of(issued.secret()))
                .orElseThrow();
        assertThat(interleaved.baseTokenVerifier().verify(minted.text())).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void rotationForALeakKillsBaseTokensAndOneWithAGraceDoesNot() {
        IssuedApiToken first = issued(Permission.READ);
        String id = first.apiToken().id();
        BaseToken before = exchange.exchange(ExchangeRequest.of(first.secret())).orElseThrow();
        IssuedApiToken second =
                faregate.tokenIssuer().rotate(id, Duration.ofHours(1)).orElseThrow();
        assertThat(verify(before)).isInstanceOf(Verification.Accepted.class);
        BaseToken withPrevious =
                exchange.exchange(ExchangeRequest.of(first.secret())).orElseThrow();
        BaseToken withNew =
                exchange.exchange(ExchangeRequest.of(second.secret())).orElseThrow();
        clock.advance(Duration.ofHours(1));
        assertThat(verify(withPrevious)).isEqualTo(rejected(RejectionReason.EXPIRED));
        assertThat(verify(withNew)).isInstanceOf(Verification.Accepted.class);
        faregate.tokenIssuer().rotate(id, Duration.ZERO);
        assertThat(verify(before)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(verify(withNew)).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void earlierExpiryHoldsForBaseTokensThatWereMadeBefore() {
        IssuedApiToken issued = issued(Permission.READ);
        BaseToken before =
                exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        faregate.tokenIssuer().changeExpiry(issued.id(), inAnHour).orElseThrow();
        assertThat(verify(before)).isEqualTo(rejected(RejectionReason.REVOKED));
        BaseToken after = exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        assertThat(after.claims().expiresAt()).isBeforeOrEqualTo(inAnHour);
        faregate.tokenIssuer().changeExpiry(issued.id(), null).orElseThrow();
        assertThat(verify(after)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void leakedFormerSecretTakesBaseTokensWithItAndLeavesTheNewSecret() {
        IssuedApiToken first = issued(Permission.READ);
        IssuedApiToken second =
                faregate.tokenIssuer().rotate(first.id(), Duration.ofDays(7)).orElseThrow();
        BaseToken stolen = exchange.exchange(ExchangeRequest.of(first.secret())).orElseThrow();
        faregate.tokenIssuer().revokeLeaked(first.secret());
        assertThat(verify(stolen)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(exchange.exchange(ExchangeRequest.of(first.secret())))
                .isEqualTo(new ExchangeResult.InvalidApiToken(RejectionReason.REVOKED));
        BaseToken next = exchange.exchange(ExchangeRequest.of(second.secret())).orElseThrow();
        assertThat(verify(next)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void revokingAllOfAnOwnerOrResourceKillsBaseTokensAndSessionsOfTheOwner() {
        BaseToken adas = exchange.exchange(
                        ExchangeRequest.of(issued(Permission.READ).secret()))
                .orElseThrow();
        String session = faregate.sessionTokens().signIn(ADA).orElseThrow().text();
        faregate.tokenIssuer().revokeAll(INVENTORY);
        assertThat(verify(adas)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(faregate.sessionTokens().verify(session)).isInstanceOf(Verification.Accepted.class);
        faregate.tokenIssuer().revokeAll(ADA);
        assertThat(faregate.sessionTokens().verify(session)).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void otherKindsOfTokenCannotBeExchanged() {
        IssuedApiToken issued = issued(Permission.READ);
        BaseToken baseToken =
                exchange.exchange(ExchangeRequest.of(issued.secret())).orElseThrow();
        String session = faregate.sessionTokens().signIn(ADA).orElseThrow().text();
        assertThat(exchange.exchange(ExchangeRequest.of(baseToken.text())))
                .isEqualTo(new InvalidApiToken(RejectionReason.WRONG_KIND));
        assertThat(exchange.exchange(ExchangeRequest.of(session)))
                .isEqualTo(new InvalidApiToken(RejectionReason.MALFORMED));
        assertThat(faregate.baseTokenVerifier().verify(issued.secret())).isEqualTo(rejected(RejectionReason.MALFORMED));
        assertThat(faregate.baseTokenVerifier().verify(session)).isEqualTo(rejected(RejectionReason.WRONG_KIND));
    }

    @Test
    void furtherClaimsTravelWithTheBaseToken() {
        ExchangeRequest request =
                ExchangeRequest.of(issued(Permission.READ).secret()).withClaim("app_name", "export");
        assertThat(exchange.exchange(request).orElseThrow().claims().extra().text("app_name"))
                .hasValue("export");
        assertThatThrownBy(() -> exchange.exchange(request.withClaim("exp", "never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("extra claim: \"exp\"");
    }

    @Test
    void furtherClaimsKeepTheirTypes() {
        ExchangeRequest request = ExchangeRequest.of(issued(Permission.READ).secret())
                .withClaim("groups", List.of("admin", "staff"))
                .withClaim("level", 3)
                .withClaim("beta", true);
        String text = exchange.exchange(request).orElseThrow().text();
        ExtraClaims extra =
                faregate.baseTokenVerifier().claims(text).orElseThrow().extra();
        assertThat(extra.texts("groups")).hasValue(List.of("admin", "staff"));
        assertThat(extra.integer("level")).hasValue(3);
        assertThat(extra.flag("beta")).hasValue(true);
    }

    @Test
    void noToStringShowsASecret() {
        IssuedApiToken issued = issued(Permission.READ);
        ExchangeRequest request = ExchangeRequest.of(issued.secret());
        ExchangeResult result = exchange.exchange(request);
        assertThat(request.toString()).doesNotContain(issued.secret());
        assertThat(result.toString()).doesNotContain(result.orElseThrow().text());
    }
}
