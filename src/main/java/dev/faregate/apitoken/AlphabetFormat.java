package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.util.Arrays;

/** A fixed number of characters of one alphabet. */
final class AlphabetFormat implements TokenFormat {

    static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int ASCII = 128;
    private static final byte NONE = -1;

    private final String alphabet;
    private final int length;
    private final byte[] digits = new byte[ASCII];

    AlphabetFormat(String alphabet, int length) {
        this.alphabet = alphabet;
        this.length = length;
        Arrays.fill(digits, NONE);
        for (int digit = 0; digit < alphabet.length(); digit++) {
            digits[alphabet.charAt(digit)] = (byte) digit;
        }
    }

    int length() {
        return length;
    }

    @Override
    public String generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Override
    public boolean matches(String text) {
        return matches(text, 0);
    }

    /** Whether the rest of a text has this shape. */
    boolean matches(String text, int from) {
        if (text.length() - from != length) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ASCII || digits[c] == NONE) {
                return false;
            }
        }
        return true;
    }

    /** The number that a part of a text of this alphabet stands for, each character a digit. */
    long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * alphabet.length() + digits[text.charAt(i)];
        }
        return number;
    }
}
