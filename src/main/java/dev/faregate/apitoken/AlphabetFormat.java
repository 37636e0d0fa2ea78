package dev.faregate.apitoken;

import java.security.SecureRandom;

/** A fixed number of characters of one alphabet. */
final class AlphabetFormat implements TokenFormat {

    static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int ASCII = 128;

    private final String alphabet;
    private final int length;
    private final boolean[] allowed = new boolean[ASCII];

    AlphabetFormat(String alphabet, int length) {
        this.alphabet = alphabet;
        this.length = length;
        alphabet.chars().forEach(c -> allowed[c] = true);
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
            if (c >= ASCII || !allowed[c]) {
                return false;
            }
        }
        return true;
    }
}
