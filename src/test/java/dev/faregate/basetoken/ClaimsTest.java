package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Claims claims(Instant expiresAt) {
        return new Claims(
                "jwt",
                VerifiedCallers.verified(
                        CredentialKind.BASE_TOKEN, "token", Owner.of("ada"), null, Permission.READ, Scopes.none()),
                NOW,
                expiresAt,
                new LogPosition("log", 0),
                ExtraClaims.none());
    }

    @Test
    void lifeMustHaveALength() {
        assertThatThrownBy(() -> claims(NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: after issuedAt, 2026-11-22T12:00:00Z)");
    }
}
