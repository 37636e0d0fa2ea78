package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.identity.RejectionReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraClaimsTest {

    private static final long LARGEST = 9_007_199_254_740_991L;

    private final Mint mint = new Mint();

    private static final ExtraClaims EACH = ExtraClaims.none()
            .with("name", "Ada")
            .with("level", 3)
            .with("debt", -7)
            .with("beta", true)
            .with("frozen", false)
            .with("groups", List.of("admin", "Büro"))
            .with("none", List.of());

    @Test
    void eachIsToldAsWhatItIsAndAsNothingElse() {
        assertThat(EACH.text("name")).hasValue("Ada");
        assertThat(EACH.integer("level")).hasValue(3);
        assertThat(EACH.integer("debt")).hasValue(-7);
        assertThat(EACH.flag("beta")).hasValue(true);
        assertThat(EACH.flag("frozen")).hasValue(false);
        assertThat(EACH.texts("groups")).hasValue(List.of("admin", "Büro"));
        assertThat(EACH.texts("none")).hasValue(List.of());
        assertThat(EACH.text("level")).isEmpty();
        assertThat(EACH.text("groups")).isEmpty();
        assertThat(EACH.integer("name")).isEmpty();
        assertThat(EACH.flag("name")).isEmpty();
        assertThat(EACH.texts("name")).isEmpty();
        assertThat(EACH.text("absent")).isEmpty();
    }

    @Test
    void eachIsReadBackFromASignedTokenAsItWas() {
        assertThat(mint.baseTokens
                        .verify(mint.baseTokens.sign(mint.claims(EACH)))
                        .orElseThrow()
                        .extra())
                .isEqualTo(EACH);
    }

    @Test
    void eachIsWrittenAsJsonHasIt() throws Exception {
        String text = mint.baseTokens.sign(mint.claims(EACH));
        Map<String, Object> payload =
                JSONObjectUtils.parse(JWSObject.parse(text).getPayload().toString());
        assertThat(payload)
                .containsEntry("level", 3L)
                .containsEntry("debt", -7L)
                .containsEntry("beta", true)
                .containsEntry("frozen", false)
                .containsEntry("groups", List.of("admin", "Büro"))
                .containsEntry("none", List.of());
    }

    @Test
    void laterOnesReplaceThoseOfTheSameName() {
        assertThat(EACH.with("name", 1)
                        .with(ExtraClaims.none().with("level", "high"))
                        .asMap())
                .containsEntry("name", 1L)
                .containsEntry("level", "high")
                .hasSize(7);
        assertThat(EACH.with(ExtraClaims.none())).isEqualTo(EACH);
        assertThat(ExtraClaims.none().with(EACH)).isEqualTo(EACH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "sub", "permission", "rev", "log", "scope", "nbf"})
    void noneMayReplaceAClaimThatHasAMeaning(String name) {
        String message = "extra claim: \"" + name + "\" (expected: a name other than [";
        for (var refused : List.<Runnable>of(
                () -> ExtraClaims.of(Map.of(name, "x")),
                () -> ExtraClaims.none().with(name, "x"),
                () -> ExtraClaims.none().with(name, 1),
                () -> ExtraClaims.none().with(name, true),
                () -> ExtraClaims.none().with(name, List.of()))) {
            assertThatThrownBy(refused::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }
    }

    @Test
    void integersAreThoseThatEveryReaderOfJsonKnows() {
        ExtraClaims bounds = ExtraClaims.none().with("most", LARGEST).with("least", -LARGEST);
        mint.assertAccepted(mint.baseTokens.sign(mint.claims(bounds)));
        for (long beyond : new long[] {LARGEST + 1, -LARGEST - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> ExtraClaims.none().with("n", beyond))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("extra claim \"n\": " + beyond + " (expected: -9007199254740991 to 9007199254740991)");
        }
    }

    @Test
    void listHasAsManyTextsAsAllowedAndNotOneMore() {
        List<String> most = Collections.nCopies(256, "x");
        mint.assertAccepted(mint.baseTokens.sign(mint.claims(ExtraClaims.none().with("l", most))));
        assertThatThrownBy(() -> ExtraClaims.none().with("l", Collections.nCopies(257, "x")))
                .hasMessage("extra claim \"l\": 257 texts (expected: <= 256)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "null",
                "{}",
                "[1]",
                "[true]",
                "[[]]",
                "[\"a\",1]",
                "[null]"
            })
    void valueThatIsNeverSignedIsRefused(String value) {
        String payload = mint.payload().replaceFirst("\\{", "{\"x\":" + value + ",");
        mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[]", "[\"a\"]", "-1", "\"text\""})
    void valueOfAnotherTypeForAClaimWithAMeaningIsRefused(String value) {
        for (String claim : List.of("iat", "exp", "rev")) {
            String payload = mint.payload().replaceFirst("\"" + claim + "\":[0-9]+", "\"" + claim + "\":" + value);
            mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
        }
    }

    @Test
    void duplicateOfAnotherTypeIsRefused() {
        for (String twice : List.of("\"x\":1,\"x\":true", "\"x\":[],\"x\":[]", "\"rev\":-1")) {
            String payload = mint.payload().replaceFirst("\\{", "{" + twice + ",");
            mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
        }
    }
}
