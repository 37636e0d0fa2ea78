package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationView;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;

/** Base tokens and sessions of one issuer in memory, with a key that tests may misuse to forge. */
final class Mint {

    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final Duration LIFE = Duration.ofDays(3);

    final MovableClock clock = new MovableClock();
    final RevocationLog log = RevocationLog.inMemory(LIFE, clock, new SecureRandom());
    final RevocationView view = new RevocationView(log, LIFE, clock);
    final SigningKey key;
    final KeyRing ring;
    final SignedTokens baseTokens;
    final SignedTokens sessions;

    Mint() {
        this(SigningKey.hs256(SECRET));
    }

    Mint(SigningKey key) {
        this.key = key;
        this.ring = new KeyRing(SigningKeys.of(key), LIFE, clock);
        this.baseTokens = tokens(TokenType.BASE_TOKEN, "acme", ring);
        this.sessions = tokens(TokenType.SESSION_TOKEN, "acme", ring);
    }

    SignedTokens tokens(TokenType type, String issuer, KeyRing keys) {
        return new SignedTokens(type, issuer, keys, view, clock, LIFE);
    }

    Claims claims() {
        return claims(TokenType.BASE_TOKEN);
    }

    Claims claims(TokenType type) {
        return claims(type, ExtraClaims.of(Map.of("app_name", "Экспорт")));
    }

    Claims claims(Map<String, String> extra) {
        return claims(ExtraClaims.of(extra));
    }

    Claims claims(ExtraClaims extra) {
        return claims(TokenType.BASE_TOKEN, extra);
    }

    private Claims claims(TokenType type, ExtraClaims extra) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Claims(
                "jwt-1",
                VerifiedCallers.verified(
                        type.kind(),
                        "token-1",
                        Owner.of("ada"),
                        Resource.of("inventory"),
                        Permission.READ,
                        Scopes.of("rows"),
                        type.kind() == CredentialKind.SESSION_TOKEN ? now : null),
                now,
                now.plus(LIFE),
                view.position(),
                extra);
    }

    String session() {
        return sessions.sign(claims(TokenType.SESSION_TOKEN));
    }

    String baseToken() {
        return baseTokens.sign(claims());
    }

    /** The payload of a base token, as JSON. */
    String payload() {
        return new String(Base64.getUrlDecoder().decode(baseToken().split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    /** A payload under the genuine header, genuinely signed. */
    String forged(String payload) {
        return forged(payload.getBytes(StandardCharsets.UTF_8));
    }

    String forged(byte[] payload) {
        return CompactJws.sign(key.header(TokenType.BASE_TOKEN), payload, key);
    }

    /** A genuine payload under a header of the attacker's, genuinely signed. */
    String forgedHeader(String header) {
        return CompactJws.sign(
                CanonicalBase64.encode(header.getBytes(StandardCharsets.UTF_8)),
                payload().getBytes(StandardCharsets.UTF_8),
                key);
    }

    void assertAccepted(String text) {
        assertThat(baseTokens.verify(text)).isInstanceOf(Verification.Accepted.class);
    }

    void assertRejected(String text, RejectionReason reason) {
        assertThat(baseTokens.verify(text)).isEqualTo(Verification.<Claims>rejected(reason));
    }
}
