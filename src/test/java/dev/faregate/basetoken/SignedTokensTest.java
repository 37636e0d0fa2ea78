package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationView;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokensTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIFE = Duration.ofDays(3);

    private final MovableClock clock = new MovableClock();
    private final RevocationLog log = RevocationLog.inMemory(LIFE, clock, new SecureRandom());
    private final RevocationView view = new RevocationView(log, LIFE, clock);
    private final SignedTokens baseTokens = tokens(TokenType.BASE_TOKEN, "acme", SECRET);

    private SignedTokens tokens(TokenType type, String issuer, byte[] secret) {
        return new SignedTokens(type, issuer, SigningKeys.hs256(secret), view, clock, LIFE);
    }

    private Claims claims() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Claims(
                "jwt-1",
                "token-1",
                Owner.of("ada"),
                Resource.of("inventory"),
                Permission.READ,
                Scopes.of("rows"),
                now,
                now.plus(LIFE),
                view.position(),
                Map.of("app_name", "Экспорт"));
    }

    private static void assertRejected(Verification<Claims> verification, RejectionReason reason) {
        assertThat(verification).isEqualTo(Verification.<Claims>rejected(reason));
    }

    @Test
    void whatWasSignedIsReadBack() {
        assertThat(baseTokens.verify(baseTokens.sign(claims())).orElseThrow()).isEqualTo(claims());
    }

    @Test
    void anotherNodeWithTheSameSecretVerifies() {
        String text = baseTokens.sign(claims());
        assertThat(tokens(TokenType.BASE_TOKEN, "acme", SECRET.clone())
                        .verify(text)
                        .orElseThrow())
                .isEqualTo(claims());
    }

    @Test
    void lifeEndsWithTheSecondOfExpiry() {
        String text = baseTokens.sign(claims());
        clock.advance(LIFE.minusMillis(251));
        assertThat(baseTokens.verify(text)).isInstanceOf(Verification.Accepted.class);
        clock.advance(Duration.ofMillis(1));
        assertRejected(baseTokens.verify(text), RejectionReason.EXPIRED);
    }

    @Test
    void tokenFromTheFutureIsNotYetValid() {
        String text = baseTokens.sign(claims());
        clock.advance(Duration.ofSeconds(-1));
        assertRejected(baseTokens.verify(text), RejectionReason.NOT_YET_VALID);
    }

    @Test
    void revocationOfItsApiTokenReachesIt() {
        String text = baseTokens.sign(claims());
        log.append(RevocationTarget.apiToken("token-1"));
        assertRejected(baseTokens.verify(text), RejectionReason.REVOKED);
    }

    @Test
    void tokenOfAnEarlierProcessIsRefusedThoughTheKeyIsTheSame() {
        String text = baseTokens.sign(claims());
        RevocationLog nextLog = RevocationLog.inMemory(LIFE, clock, new SecureRandom());
        SignedTokens nextProcess = new SignedTokens(
                TokenType.BASE_TOKEN,
                "acme",
                SigningKeys.hs256(SECRET),
                new RevocationView(nextLog, LIFE, clock),
                clock,
                LIFE);
        assertRejected(nextProcess.verify(text), RejectionReason.UNKNOWN_LOG);
    }

    @Test
    void sessionTokenIsNoBaseTokenNorTheReverse() {
        SignedTokens sessions = tokens(TokenType.SESSION_TOKEN, "acme", SECRET);
        assertRejected(baseTokens.verify(sessions.sign(claims())), RejectionReason.WRONG_KIND);
        assertRejected(sessions.verify(baseTokens.sign(claims())), RejectionReason.WRONG_KIND);
    }

    @Test
    void anotherSecretIsAnUnknownKey() {
        byte[] other = SECRET.clone();
        other[0] = 'x';
        String text = tokens(TokenType.BASE_TOKEN, "acme", other).sign(claims());
        assertRejected(baseTokens.verify(text), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void anotherIssuerIsRefused() {
        String text = tokens(TokenType.BASE_TOKEN, "other", SECRET).sign(claims());
        assertRejected(baseTokens.verify(text), RejectionReason.INVALID_CLAIMS);
    }

    @Test
    void everyChangeOfOneCharacterIsRefused() {
        String text = baseTokens.sign(claims());
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0é";
        for (int position = 0; position < text.length(); position++) {
            for (int i = 0; i < alphabet.length(); i++) {
                char replacement = alphabet.charAt(i);
                if (text.charAt(position) != replacement) {
                    String changed = text.substring(0, position) + replacement + text.substring(position + 1);
                    assertThat(baseTokens.verify(changed))
                            .as("character %d replaced by %s", position, replacement)
                            .isInstanceOf(Verification.Rejected.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "=", "\0", " ", ".", "A", ".x"})
    void textWithSomethingAppendedIsRefused(String tail) {
        assertThat(baseTokens.verify(baseTokens.sign(claims()) + tail)).isInstanceOf(Verification.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "null.null.null", "e30.e30.e30", "\ud83d", "bm9uZQ"})
    void junkIsRefused(String junk) {
        assertThat(baseTokens.verify(junk)).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void longTextIsRefusedBeforeItIsDecoded() {
        assertRejected(baseTokens.verify("a".repeat(1_000_000)), RejectionReason.MALFORMED);
    }

    @Test
    void claimsTooLongToVerifyAreRefusedWhenSigned() {
        Claims usual = claims();
        Claims tooLong = new Claims(
                usual.jwtId(),
                usual.sourceId(),
                usual.owner(),
                usual.resource(),
                usual.permission(),
                usual.scopes(),
                usual.issuedAt(),
                usual.expiresAt(),
                usual.signedAt(),
                Map.of("note", "x".repeat(10_000)));
        assertThatThrownBy(() -> baseTokens.sign(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: <= 8192)");
    }

    @Nested
    class GenuinelySignedButForeign {

        private String signed(JWSHeader header, String payload) throws Exception {
            JWSObject jws = new JWSObject(header, new Payload(payload));
            jws.sign(new MACSigner(SECRET));
            return jws.serialize();
        }

        private String withOurHeader(String payload) {
            String header = baseTokens.sign(claims()).split("\\.", 2)[0];
            String input = header + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
            Hs256Key key = SigningKeys.hs256(SECRET).signing();
            return input + "." + key.sign(key.header(TokenType.BASE_TOKEN), input);
        }

        private String ourPayload() {
            String[] parts = baseTokens.sign(claims()).split("\\.", -1);
            return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        }

        @Test
        void payloadSignedHereIsAccepted() {
            assertThat(baseTokens.verify(withOurHeader(ourPayload()))).isInstanceOf(Verification.Accepted.class);
        }

        @Test
        void headerWithoutTypIsRefused() throws Exception {
            String text = signed(new JWSHeader(JWSAlgorithm.HS256), ourPayload());
            assertRejected(baseTokens.verify(text), RejectionReason.UNKNOWN_KEY);
        }

        @Test
        void headerWithMoreInItIsRefused() throws Exception {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(new JOSEObjectType("base+jwt"))
                    .keyID(SigningKeys.hs256(SECRET).signing().id())
                    .customParam("zip", "DEF")
                    .build();
            assertRejected(baseTokens.verify(signed(header, ourPayload())), RejectionReason.UNKNOWN_KEY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"iss", "sub", "client_id", "jti", "iat", "exp", "permission", "log", "rev"})
        void payloadWithoutARequiredClaimIsRefused(String claim) {
            String payload = ourPayload().replace("\"" + claim + "\":", "\"x_" + claim + "\":");
            assertThat(payload).isNotEqualTo(ourPayload());
            assertRejected(baseTokens.verify(withOurHeader(payload)), RejectionReason.INVALID_CLAIMS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "\"1\"",
                    "1.5e9",
                    "-1",
                    "0",
                    "1e308",
                    "9223372036854775808",
                    "99999999999999",
                    "true",
                    "{}",
                    "[]"
                })
        void expiryThatIsNoIntegerInRangeIsRefused(String expiry) {
            String payload = ourPayload().replaceFirst("\"exp\":[0-9]+", "\"exp\":" + expiry);
            assertRejected(baseTokens.verify(withOurHeader(payload)), RejectionReason.INVALID_CLAIMS);
        }

        @Test
        void lifeBeyondTheLongestIsRefused() {
            String payload = ourPayload()
                    .replaceFirst(
                            "\"exp\":[0-9]+", "\"exp\":" + (claims().expiresAt().getEpochSecond() + 1));
            assertRejected(baseTokens.verify(withOurHeader(payload)), RejectionReason.INVALID_CLAIMS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "[]", "\"text\"", "{", "{}", "{}{}"})
        void payloadThatIsNoClaimsObjectIsRefused(String payload) {
            assertRejected(baseTokens.verify(withOurHeader(payload)), RejectionReason.INVALID_CLAIMS);
        }

        @Test
        void duplicateClaimIsRefused() {
            String payload = ourPayload().replaceFirst("\\{", "{\"sub\":\"grace\",");
            assertRejected(baseTokens.verify(withOurHeader(payload)), RejectionReason.INVALID_CLAIMS);
        }

        @Test
        void textBehindThePayloadIsRefused() {
            assertRejected(baseTokens.verify(withOurHeader(ourPayload() + "x")), RejectionReason.INVALID_CLAIMS);
        }
    }
}
