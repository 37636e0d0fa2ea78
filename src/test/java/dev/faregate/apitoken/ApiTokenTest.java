package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiTokenTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");
    private static final Scopes SCOPES = Scopes.of("import");

    private static Caller caller(CredentialKind kind) {
        return VerifiedCallers.verified(kind, "id", ADA, INVENTORY, Permission.READ, SCOPES);
    }

    @Test
    void factsOneByOneAreThoseOfThePrincipal() {
        ApiToken apiToken = new ApiToken(
                "id", "name", ADA, INVENTORY, Permission.READ, SCOPES, Map.of(), Instant.EPOCH, null, null, null);
        assertThat(apiToken)
                .isEqualTo(new ApiToken(
                        caller(CredentialKind.API_TOKEN), "name", Map.of(), Instant.EPOCH, null, null, null));
        assertThat(apiToken.id()).isEqualTo("id");
        assertThat(apiToken.owner()).isEqualTo(ADA);
        assertThat(apiToken.resource()).isEqualTo(INVENTORY);
        assertThat(apiToken.permission()).isEqualTo(Permission.READ);
        assertThat(apiToken.scopes()).isEqualTo(SCOPES);
        assertThat(apiToken.used(Instant.MAX)
                        .withName("other")
                        .revoked(Instant.MAX)
                        .caller())
                .isEqualTo(caller(CredentialKind.API_TOKEN));
    }

    @Test
    void principalOfAnotherKindIsAMistake() {
        assertThatThrownBy(() -> new ApiToken(
                        caller(CredentialKind.BASE_TOKEN), "name", Map.of(), Instant.EPOCH, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("caller: of kind BASE_TOKEN (expected: API_TOKEN)");
    }
}
