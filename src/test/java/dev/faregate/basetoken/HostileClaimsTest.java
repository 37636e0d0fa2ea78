package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that are not what is minted here, each genuinely signed. */
class HostileClaimsTest {

    private final Mint mint = new Mint();

    private void assertRefused(String payload) {
        assertThat(payload).isNotEqualTo(mint.payload());
        mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
    }

    private String with(String claim, String value) {
        return mint.payload().replaceFirst("\"" + claim + "\":(\"[^\"]*\"|[0-9]+)", "\"" + claim + "\":" + value);
    }

    private long now() {
        return mint.clock.instant().getEpochSecond();
    }

    @Test
    void payloadAsMintedIsAcceptedWhenForgedAlike() {
        mint.assertAccepted(mint.forged(mint.payload()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "client_id", "jti", "iat", "exp", "permission", "log", "rev"})
    void requiredClaimThatIsMissingIsRefused(String claim) {
        assertRefused(mint.payload().replace("\"" + claim + "\":", "\"x_" + claim + "\":"));
        assertRefused(with(claim, "null"));
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
                "{}"
            })
    void expiryThatIsNoIntegerInRangeIsRefused(String expiry) {
        assertRefused(with("exp", expiry));
        assertRefused(with("iat", expiry.equals("0") ? "[]" : expiry));
    }

    @Test
    void expiryWithAFractionIsRefused() {
        assertRefused(with("exp", now() + 60 + ".0"));
        assertRefused(with("exp", now() + 60 + "e0"));
        assertRefused(with("exp", "\"" + (now() + 60) + "\""));
        assertRefused(with("exp", "0" + (now() + 60)));
        mint.assertAccepted(mint.forged(with("exp", "" + (now() + 60))));
    }

    @Test
    void expiryOfManyDigitsIsRefused() {
        assertRefused(with("exp", "1".repeat(5_000)));
        mint.assertRejected(mint.forged(with("exp", "1".repeat(100_000))), RejectionReason.MALFORMED);
    }

    @Test
    void expiredFiftyEightSecondsAgoIsExpired() {
        String text = mint.baseToken();
        mint.clock.advance(Mint.LIFE.plusSeconds(58));
        mint.assertRejected(text, RejectionReason.EXPIRED);
    }

    @Test
    void issuedAYearAheadIsNotYetValid() {
        long year = Duration.ofDays(365).toSeconds();
        String ahead =
                with("iat", "" + (now() + year)).replaceFirst("\"exp\":[0-9]+", "\"exp\":" + (now() + year + 60));
        mint.assertRejected(mint.forged(ahead), RejectionReason.NOT_YET_VALID);
    }

    @Test
    void lifeBeyondTheLongestIsRefused() {
        assertRefused(with("exp", "" + (now() + Mint.LIFE.toSeconds() + 1)));
        assertRefused(with("iat", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "0", "9999999999", "null", "1.5"})
    void notBeforeIsNeverMintedAndSoRefused(String notBefore) {
        assertRefused(mint.payload().replaceFirst("\\{", "{\"nbf\":" + notBefore + ","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "client_id", "jti", "permission", "scope", "log", "app_name"})
    void duplicateClaimIsRefused(String claim) {
        assertRefused(mint.payload().replaceFirst("\\{", "{\"" + claim + "\":\"r\","));
        String same = mint.payload().replaceFirst("(.*)(\"" + claim + "\":\"[^\"]*\")(.*)}", "$1$2$3,$2}");
        assertRefused(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp", "rev"})
    void duplicateNumberIsRefused(String claim) {
        assertRefused(mint.payload().replaceFirst("(.*)(\"" + claim + "\":[0-9]+)(.*)}", "$1$2$3,$2}"));
    }

    @Test
    void duplicateClaimSpelledWithAnEscapeIsRefused() {
        assertRefused(mint.payload().replaceFirst("\\{", "{\"s\\\\u0075b\":\"grace\","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "\n", "\0", "}", ",", "{}", "//"})
    void textBehindThePayloadIsRefused(String tail) {
        assertRefused(mint.payload() + tail);
        assertRefused(tail + mint.payload());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "{", "{}", "{}{}", "7", "\ufeff{}"})
    void payloadThatIsNoClaimsObjectIsRefused(String payload) {
        assertRefused(payload);
    }

    @Test
    void payloadThatIsNoUtf8IsRefused() {
        byte[] payload = mint.payload().replace("ada", "a?a").getBytes(StandardCharsets.UTF_8);
        payload[new String(payload, StandardCharsets.ISO_8859_1).indexOf("a?a") + 1] = (byte) 0xC0;
        mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
    }

    @Test
    void otherIssuerIsRefused() {
        assertRefused(with("iss", "\"Acme\""));
        assertRefused(with("iss", "\"\""));
        String ofAnother = mint.tokens(TokenType.BASE_TOKEN, "other", mint.ring).sign(mint.claims());
        mint.assertRejected(ofAnother, RejectionReason.INVALID_CLAIMS);
    }

    @Test
    void audienceIsOneTextAndReadAsItStands() {
        assertRefused(with("aud", "[\"inventory\",\"payroll\"]"));
        assertRefused(with("aud", "[]"));
        assertRefused(with("aud", "[1]"));
        assertRefused(mint.payload().replaceFirst("\\{", "{\"aud\":[\"inventory\"],"));
        assertRefused(with("aud", "[\"payroll\"],\"aud\":\"payroll\""));
        assertRefused(with("aud", "[\"payroll\"],\"aud\":[\"payroll\"]"));
        assertRefused(with("aud", "\"\""));
        assertThat(mint.baseTokens
                        .verify(mint.forged(with("aud", "\"payroll\"")))
                        .orElseThrow()
                        .resource())
                .hasToString("Resource[id=payroll]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"R\"", "\"admin\"", "\"\"", "[\"rw\"]", "1", "true"})
    void permissionThatDoesNotExistIsRefused(String permission) {
        assertRefused(with("permission", permission));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\" rows\"", "\"rows  files\"", "\"ro\\\"ws\"", "[\"rows\"]", "\"r\u00f6ws\""})
    void scopeThatIsNoListOfScopesIsRefused(String scope) {
        assertRefused(with("scope", scope));
    }
}
