package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Scopes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an endpoint requires besides a good credential. */
class RequiredPermissionTest extends GuardedRows {

    @Test
    void readerMayNotWrite() {
        Verdict.Answered refused = refused(post("/rows", bearer(reader)));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().asMap())
                .containsEntry(
                        "WWW-Authenticate",
                        "Bearer realm=\"api\", error=\"insufficient_scope\", "
                                + "error_description=\"The credential does not allow this operation.\"")
                .doesNotContainKey("Retry-After");
    }

    @Test
    void scopesAreNeededBesidesThePermission() {
        IssuedApiToken exporter = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("exporter", Owner.of("ada"), Permission.READ)
                        .withScopes(Scopes.of("export", "rows")))
                .orElseThrow();
        Endpoint export = Endpoint.of("GET /export").requiring(Scopes.of("export"));
        admitted(guard.check(FakeRequest.of("GET", "/export", bearer(exporter)), export, Map.of()));
        FakeRequest withoutScope = FakeRequest.of("GET", "/export", bearer(writer));
        assertThat(refused(guard.check(withoutScope, export, Map.of())).status())
                .isEqualTo(403);
    }

    @Test
    void writerMayReadAndWrite() {
        admitted(post("/rows", bearer(writer)));
        admitted(get("/rows", bearer(writer)));
    }

    @Test
    void credentialForOneResourceDoesNotOpenAnother() {
        admitted(get("/bases/inventory/rows", bearer(reader)));
        assertThat(refused(get("/bases/projects/rows", bearer(reader))).status())
                .isEqualTo(401);
        assertThat(reasons).containsExactly(RejectionReason.WRONG_RESOURCE);
    }

    @Test
    void baseTokenForOneBaseIsRefusedOnAnother() {
        RequestGuard baseTokensAlone =
                faregate.guard(CredentialKind.BASE_TOKEN).listener(listener).build();
        String baseToken = "Authorization: Bearer "
                + faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(reader.secret()))
                        .orElseThrow()
                        .text();
        admitted(baseTokensAlone.check(FakeRequest.get("/bases/inventory/rows", baseToken), ENDPOINTS));
        for (String other : List.of("projects", "Inventory", "inventory%20", "inventor%79s", "inventory.")) {
            Verdict verdict = baseTokensAlone.check(FakeRequest.get("/bases/" + other + "/rows", baseToken), ENDPOINTS);
            assertThat(refused(verdict).status()).as(other).isEqualTo(401);
        }
        assertThat(reasons).hasSize(5).containsOnly(RejectionReason.WRONG_RESOURCE);
    }

    @Test
    void endpointThatNamesItsResourceMustBeToldWhichItIs() {
        Endpoint endpoint = Endpoint.of("GET /bases/{base}/rows").forResourceIn("base");
        FakeRequest request = FakeRequest.of("GET", "/", bearer(reader));
        assertThatThrownBy(() -> guard.check(request, endpoint, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "path variables: [] (expected: base, which names the resource of " + "GET /bases/{base}/rows)");
    }
}
