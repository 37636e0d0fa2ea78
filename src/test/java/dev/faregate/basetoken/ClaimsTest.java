package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Claims claims(Instant expiresAt, Map<String, String> extra) {
        return new Claims(
                "jwt",
                VerifiedCallers.verified(
                        CredentialKind.BASE_TOKEN, "token", Owner.of("ada"), null, Permission.READ, Scopes.none()),
                NOW,
                expiresAt,
                new LogPosition("log", 0),
                extra);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "sub", "permission", "rev", "log", "scope", "nbf"})
    void furtherClaimMayNotReplaceOneThatHasAMeaning(String name) {
        assertThatThrownBy(() -> claims(NOW.plusSeconds(1), Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("extra claim: \"" + name + "\" (expected: a name other than [");
    }

    @Test
    void lifeMustHaveALength() {
        assertThatThrownBy(() -> claims(NOW, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: after issuedAt, 2026-11-22T12:00:00Z)");
    }
}
