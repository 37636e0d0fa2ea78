package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatTest {

    private final SecureRandom random = new SecureRandom();
    private final TokenFormat acme = TokenFormat.prefixed("acme");

    @Test
    void prefixedSecretsAreKnownByPrefixAndChecksum() {
        String secret = acme.generate(random);
        assertThat(secret).matches("acme_[0-9A-Za-z]{33}");
        assertThat(acme.matches(secret)).isTrue();
    }

    @Test
    void checksumIsTheCrc32OfWhatPrecedesItSoThatScannersCanTell() {
        String known = "acme_" + "0".repeat(27);
        CRC32 crc = new CRC32();
        crc.update(known.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < 6; i++) {
            checksum.insert(0, AlphabetFormat.BASE_62.charAt((int) (rest % 62)));
            rest /= 62;
        }
        assertThat(acme.matches(known + checksum)).isTrue();
    }

    @Test
    void everyTypoOfOneCharacterIsNoticed() {
        String replacements = AlphabetFormat.BASE_62 + "_-. \n\u00e9";
        String secret = acme.generate(random);
        for (int position = 0; position < secret.length(); position++) {
            for (int i = 0; i < replacements.length(); i++) {
                char replacement = replacements.charAt(i);
                if (secret.charAt(position) != replacement) {
                    String typo = secret.substring(0, position) + replacement + secret.substring(position + 1);
                    assertThat(acme.matches(typo)).as("%s for %s", typo, secret).isFalse();
                }
            }
        }
    }

    @Test
    void otherPrefixesCasesAndLengthsDoNotMatch() {
        String secret = acme.generate(random);
        assertThat(TokenFormat.prefixed("other").matches(secret)).isFalse();
        assertThat(acme.matches(secret.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(acme.matches(secret.substring(1))).isFalse();
        assertThat(acme.matches(secret.substring(0, secret.length() - 1))).isFalse();
        assertThat(acme.matches(secret + "0")).isFalse();
        assertThat(acme.matches(secret + "\r\n")).isFalse();
        assertThat(acme.matches("")).isFalse();
        assertThat(acme.matches("acme_".repeat(200_000))).isFalse();
    }

    @Test
    void noTwoSecretsAreAlike() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            secrets.add(acme.generate(random));
        }
        assertThat(secrets).hasSize(1_000);
    }

    @Test
    void importedShapesAreKnownByAlphabetAndLength() {
        assertThat(TokenFormat.hex40().generate(random)).matches("[0-9a-f]{40}");
        assertThat(TokenFormat.hex40().matches("0123456789abcdef0123456789abcdef01234567"))
                .isTrue();
        assertThat(TokenFormat.hex40().matches("0123456789ABCDEF0123456789ABCDEF01234567"))
                .isFalse();
        assertThat(TokenFormat.nanoId40().generate(random)).matches("[0-9A-Za-z_-]{40}");
        assertThat(TokenFormat.nanoId40().matches("V1StGXR8_Z5jdHi6B-myT")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", "1acme", "ac-me", "a23456789012345678901", "acmé"})
    void prefixThatCannotStandInATokenIsNamed(String prefix) {
        assertThatThrownBy(() -> TokenFormat.prefixed(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("token prefix: \"" + prefix + "\" (expected: ");
    }
}
