package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult.ErrorCode;
import dev.faregate.exchange.ExchangeResult.InvalidRequest;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which scopes are enough for an endpoint, by the policy of the guard. */
class ScopePolicyTest {

    private static final Owner ADA = Owner.of("ada");

    private final Faregate faregate = Faregate.builder()
            .apiTokens(issuer -> issuer.ownerRights((owner, resource) -> Optional.of(
                    new Rights(Permission.READ_WRITE, resource == null ? null : Scopes.of("rows:read", "other")))))
            .build();

    private String secret(String scopes) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("token '" + scopes + "'", ADA, Permission.READ)
                        .withScopes(Scopes.parse(scopes)))
                .orElseThrow()
                .secret();
    }

    private boolean admits(RequestGuardBuilder guard, Endpoint endpoint, String path, String credential) {
        FakeRequest request = FakeRequest.get(path, "Authorization: Bearer " + credential);
        return guard.build().check(request, Endpoints.of(endpoint)) instanceof Verdict.Admitted;
    }

    private RequestGuardBuilder guard() {
        return faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "*,                     rows:read,            false, true,  false, true",
        "rows:*,                rows:read,            false, true,  false, true",
        "rows:*,                rows:cells:read,      false, true,  false, true",
        "rows:*,                rows,                 false, false, false, false",
        "rows:*,                rowsets:read,         false, false, false, false",
        "rows*,                 rows:read,            false, false, false, false",
        "*:read,                rows:read,            false, false, false, false",
        ":*,                    rows:read,            false, false, false, false",
        "rows:read,             rows:*,               false, false, false, false",
        "rows:*,                rows:*,               true,  true,  true,  true",
        "rows:write,            rows:read,            false, false, true,  true",
        "rows:read,             rows:write,           false, false, false, false",
        "write,                 read,                 false, false, true,  true",
        "write,                 rows:read,            false, false, false, false",
        "rows:write,            read,                 false, false, false, false",
        "overwrite,             overread,             false, false, false, false",
        "rows:write,            rows:write:read,      false, false, false, false",
        "files:read rows:*,     files:read rows:read, false, true,  false, true",
        "files:write rows:*,    files:read rows:read, false, false, false, true",
        "rows:*,                files:read rows:read, false, false, false, false",
        "rows:read,             rows:read,            true,  true,  true,  true",
        "'',                    rows:read,            false, false, false, false",
    })
    void guardLetsPassWhatItsPolicySays(
            String held, String required, boolean exact, boolean wildcards, boolean writeRead, boolean both) {
        Endpoint endpoint = Endpoint.of("GET /rows").requiring(Scopes.parse(required));
        String secret = secret(held);
        assertThat(admits(guard(), endpoint, "/rows", secret)).as("by default").isEqualTo(exact);
        assertThat(admits(guard().scopePolicy(ScopePolicy.exact()), endpoint, "/rows", secret))
                .as("exact")
                .isEqualTo(exact);
        assertThat(admits(guard().scopePolicy(ScopePolicy.wildcards()), endpoint, "/rows", secret))
                .as("wildcards")
                .isEqualTo(wildcards);
        assertThat(admits(guard().scopePolicy(ScopePolicy.writeImpliesRead()), endpoint, "/rows", secret))
                .as("write implies read")
                .isEqualTo(writeRead);
        ScopePolicy either = ScopePolicy.wildcards().or(ScopePolicy.writeImpliesRead());
        assertThat(admits(guard().scopePolicy(either), endpoint, "/rows", secret))
                .as("both")
                .isEqualTo(both);
    }

    /** Not even to what the policy of a guard says that they include: the exchange knows no guard. */
    @Test
    void exchangeNarrowsScopesWordByWord() {
        String secret = secret("rows:*");
        assertThat(faregate.tokenExchange().exchange(ExchangeRequest.of(secret).withScopes(Scopes.of("rows:read"))))
                .isEqualTo(
                        new InvalidRequest(ErrorCode.INVALID_SCOPE, "The API token allows less than was asked for."));
        assertThat(faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(secret("rows:read")).withScopes(Scopes.of("rows:*"))))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void wildcardReachesNoFartherThanTheRightsOfItsOwner() {
        Endpoint endpoint = Endpoint.of("GET /bases/{base}/rows")
                .requiring(Scopes.of("rows:write"))
                .forResourceIn("base")
                .orUnbound();
        RequestGuardBuilder guard = guard().scopePolicy(ScopePolicy.wildcards());
        String wide = secret("* rows:read rows:write");
        assertThat(admits(guard, endpoint, "/bases/adas/rows", wide)).isFalse();
        String baseToken = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(wide).forResource(Resource.of("adas")))
                .orElseThrow()
                .text();
        assertThat(faregate.baseTokenVerifier().verify(baseToken).orElseThrow().scopes())
                .isEqualTo(Scopes.of("rows:read"));
        assertThat(admits(guard, endpoint, "/bases/adas/rows", baseToken)).isFalse();
    }
}
