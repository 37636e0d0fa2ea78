package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecodedClaimsTest {

    private static final long MOST_BYTES = 1 << 20;

    private final Mint mint = new Mint();
    private final DecodedClaims decoded = new DecodedClaims(MOST_BYTES);
    private final DecodedClaims.Decoded claims = new DecodedClaims.Decoded(mint.claims(), mint.key);

    @Test
    void textIsRememberedAtItsSecondSight() {
        decoded.seen(new SignedText("a text"), claims);
        assertThat(decoded.of(new SignedText("a text"))).isNull();
        decoded.seen(new SignedText("a text"), claims);
        assertThat(decoded.of(new SignedText("a text"))).isSameAs(claims);
    }

    @Test
    void textsShownOnceTakeNoPlace() {
        for (int i = 0; i < 10_000; i++) {
            decoded.seen(new SignedText(UUID.randomUUID().toString()), claims);
        }
        assertThat(decoded.size()).isZero();
    }

    @Test
    void memoryIsBoundedInBytesHoweverLongTheTexts() {
        for (int i = 0; i < 2_000; i++) {
            SignedText text = new SignedText("x".repeat(8_000) + UUID.randomUUID());
            decoded.seen(text, claims);
            decoded.seen(text, claims);
        }
        assertThat(decoded.size()).isBetween(1L, MOST_BYTES / 8_000);
    }

    @Test
    void memoryIsBoundedInBytesHoweverManyTheTextsOfAList() {
        ExtraClaims groups = ExtraClaims.none().with("groups", Collections.nCopies(256, "g"));
        DecodedClaims.Decoded listed = new DecodedClaims.Decoded(mint.claims(groups), mint.key);
        for (int i = 0; i < 2_000; i++) {
            SignedText text = new SignedText("x".repeat(1_500) + UUID.randomUUID());
            decoded.seen(text, listed);
            decoded.seen(text, listed);
        }
        assertThat(decoded.size()).isBetween(1L, MOST_BYTES / (256 * 56));
    }

    @Test
    void textsWithTheSameEndAreNotTakenForEachOther() {
        SignedText one = new SignedText("one, and the same end of both");
        SignedText other = new SignedText("two, and the same end of both");
        assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
        decoded.seen(one, claims);
        decoded.seen(one, claims);
        assertThat(decoded.of(other)).isNull();
    }

    @Test
    void textIsNotPrinted() {
        assertThat(new SignedText("a secret text").toString()).doesNotContain("secret");
        assertThat(claims.toString()).doesNotContain(mint.baseToken());
    }
}
