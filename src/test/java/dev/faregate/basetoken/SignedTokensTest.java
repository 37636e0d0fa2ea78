package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.LogPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedTokensTest {

    private final Mint mint = new Mint();

    @Test
    void whatWasSignedIsReadBack() {
        assertThat(mint.baseTokens.verify(mint.baseToken()).orElseThrow()).isEqualTo(mint.claims());
    }

    @Test
    void claimsAboutAnotherKindAreNotSigned() {
        assertThatThrownBy(() -> mint.baseTokens.sign(mint.claims(TokenType.SESSION_TOKEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("claims: about SESSION_TOKEN (expected: BASE_TOKEN)");
    }

    @Test
    void everyFurtherClaimIsReadBack() {
        Random random = new Random(42);
        for (int run = 0; run < 2_000; run++) {
            Map<String, String> extra = new HashMap<>();
            for (int claim = random.nextInt(8); claim > 0; claim--) {
                extra.put("x" + text(random), text(random));
            }
            Claims claims = mint.claims(extra);
            assertThat(mint.baseTokens.verify(mint.baseTokens.sign(claims)).orElseThrow())
                    .isEqualTo(claims);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            int range = random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 0x100;
            int codePoint = random.nextInt(range);
            text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? '?' : codePoint);
        }
        return text.toString();
    }

    @Test
    void anotherNodeWithTheSameSecretVerifies() {
        KeyRing sameSecret = new KeyRing(SigningKeys.hs256(Mint.SECRET.clone()), Mint.LIFE, mint.clock);
        assertThat(mint.tokens(TokenType.BASE_TOKEN, "acme", sameSecret)
                        .verify(mint.baseToken())
                        .orElseThrow())
                .isEqualTo(mint.claims());
    }

    @Test
    void lifeEndsWithTheSecondOfExpiry() {
        String text = mint.baseToken();
        mint.clock.advance(Mint.LIFE.minusMillis(251));
        mint.assertAccepted(text);
        mint.clock.advance(Duration.ofMillis(1));
        mint.assertRejected(text, RejectionReason.EXPIRED);
    }

    @Test
    void anotherSecretIsAnUnknownKey() {
        byte[] other = Mint.SECRET.clone();
        other[0] = 'x';
        mint.assertRejected(new Mint(SigningKey.hs256(other)).baseToken(), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void tokenOfAnEarlierProcessIsRefusedThoughTheKeyIsTheSame() {
        mint.assertRejected(new Mint().baseToken(), RejectionReason.UNKNOWN_LOG);
    }

    @Test
    void positionThatTheLogNeverReachedIsRefused() {
        String ahead = mint.payload().replace("\"rev\":0", "\"rev\":1");
        mint.assertRejected(mint.forged(ahead), RejectionReason.UNKNOWN_LOG);
        assertThat(mint.view.position()).extracting(LogPosition::sequence).isEqualTo(0L);
    }

    @Test
    void claimsTooLongToVerifyAreRefusedWhenSigned() {
        Claims tooLong = mint.claims(Map.of("note", "x".repeat(10_000)));
        assertThatThrownBy(() -> mint.baseTokens.sign(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: <= 8192)");
    }

    @Test
    void claimsThatNoUtf8CanSayAreRefusedWhenSigned() {
        Claims halfOfAPair = mint.claims(Map.of("note", "\ud83d"));
        assertThatThrownBy(() -> mint.baseTokens.sign(halfOfAPair))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("claims: text with half of a surrogate pair (expected: well-formed Unicode)");
    }

    @Test
    void asManyFurtherClaimsAsMayBeSignedAreAccepted() {
        Map<String, String> most = new HashMap<>();
        for (int i = 0; i < 48; i++) {
            most.put("x" + i, "");
        }
        mint.assertAccepted(mint.baseTokens.sign(mint.claims(most)));
        most.put("x48", "");
        assertThatThrownBy(() -> mint.claims(most)).hasMessage("extra claims: 49 (expected: <= 48)");
    }

    @Test
    void rejectionOfOneIsNoRejectionOfTheNext() {
        assertThat(mint.baseTokens.verify("junk")).isInstanceOf(Verification.Rejected.class);
        mint.assertAccepted(mint.baseToken());
    }
}
