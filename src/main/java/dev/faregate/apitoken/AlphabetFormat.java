package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.util.BitSet;

/** A fixed number of characters of one alphabet. */
final class AlphabetFormat implements TokenFormat {

    static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final String alphabet;
    private final int length;
    private final BitSet allowed = new BitSet();

    AlphabetFormat(String alphabet, int length) {
        this.alphabet = alphabet;
        this.length = length;
        alphabet.chars().forEach(allowed::set);
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
        return text.length() == length && text.chars().allMatch(allowed::get);
    }
}
