package dev.faregate.apitoken;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * {@code prefix_<27 base-62 characters>[<MAC of all before>]<CRC-32 of all before>}, MAC and CRC-32 as 6 base-62 characters each. The
 * checksum is there beside the MAC, for leak scanners have no pepper.
 */
final class PrefixedFormat implements TokenFormat {

    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,19}");
    private static final int CHECKSUM_LENGTH = 6;
    private static final AlphabetFormat RANDOM = new AlphabetFormat(AlphabetFormat.BASE_62, 27);
    private static final AlphabetFormat PLAIN =
            new AlphabetFormat(AlphabetFormat.BASE_62, RANDOM.length() + CHECKSUM_LENGTH);
    private static final AlphabetFormat WITH_MAC =
            new AlphabetFormat(AlphabetFormat.BASE_62, PLAIN.length() + SecretMac.LENGTH);

    private final String start;

    PrefixedFormat(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("token prefix: \"" + prefix + "\" (expected: " + PREFIX + ")");
        }
        this.start = prefix + '_';
    }

    @Override
    public String generate(SecureRandom random) {
        String text = start + RANDOM.generate(random);
        return text + checksum(text);
    }

    /** A new secret with a MAC. */
    String generate(SecureRandom random, SecretMac mac) {
        String text = start + RANDOM.generate(random);
        String authentic = text + digits(mac.of(text));
        return authentic + checksum(authentic);
    }

    @Override
    public boolean matches(String text) {
        if (!resembles(text)) {
            return false;
        }
        AlphabetFormat body = hasMac(text) ? WITH_MAC : PLAIN;
        int checked = text.length() - CHECKSUM_LENGTH;
        return body.matches(text, start.length()) && body.number(text, checked, text.length()) == crc(text, checked);
    }

    /** By prefix and length alone. */
    @Override
    public boolean resembles(String text) {
        return (text.length() == start.length() + PLAIN.length() || hasMac(text)) && text.startsWith(start);
    }

    /** Whether a text that {@link #resembles} has the length of one with a MAC. */
    boolean hasMac(String text) {
        return text.length() == start.length() + WITH_MAC.length();
    }

    /** Whether a text that {@link #matches} has this MAC. */
    boolean hasMac(String text, SecretMac mac) {
        int end = start.length() + RANDOM.length();
        return hasMac(text) && WITH_MAC.number(text, end, end + SecretMac.LENGTH) == mac.of(text.substring(0, end));
    }

    @Override
    public Optional<String> scannerPattern() {
        return Optional.of(
                "\\b" + start + "[0-9A-Za-z]{" + PLAIN.length() + "}(?:[0-9A-Za-z]{" + SecretMac.LENGTH + "})?\\b");
    }

    private static String checksum(String text) {
        return digits(crc(text, text.length()));
    }

    /** A number below 62⁶. */
    private static String digits(long number) {
        char[] digits = new char[CHECKSUM_LENGTH];
        long rest = number;
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = AlphabetFormat.BASE_62.charAt((int) (rest % AlphabetFormat.BASE_62.length()));
            rest /= AlphabetFormat.BASE_62.length();
        }
        return new String(digits);
    }

    private static long crc(String text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
        return crc.getValue();
    }
}
