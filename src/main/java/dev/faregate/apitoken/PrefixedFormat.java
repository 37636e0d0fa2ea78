package dev.faregate.apitoken;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** {@code prefix_<27 base-62 characters><CRC-32 of all before, as 6 base-62 characters>}. */
final class PrefixedFormat implements TokenFormat {

    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,19}");
    private static final int CHECKSUM_LENGTH = 6;
    private static final AlphabetFormat RANDOM = new AlphabetFormat(AlphabetFormat.BASE_62, 27);
    private static final AlphabetFormat BODY = new AlphabetFormat(AlphabetFormat.BASE_62, 27 + CHECKSUM_LENGTH);

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

    @Override
    public boolean matches(String text) {
        int checked = text.length() - CHECKSUM_LENGTH;
        return resembles(text)
                && BODY.matches(text, start.length())
                && BODY.number(text, checked) == crc(text, checked);
    }

    /** By prefix and length alone. */
    @Override
    public boolean resembles(String text) {
        return text.length() == start.length() + BODY.length() && text.startsWith(start);
    }

    @Override
    public Optional<String> scannerPattern() {
        return Optional.of("\\b" + start + "[0-9A-Za-z]{" + BODY.length() + "}\\b");
    }

    private static String checksum(String text) {
        char[] digits = new char[CHECKSUM_LENGTH];
        long rest = crc(text, text.length());
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
