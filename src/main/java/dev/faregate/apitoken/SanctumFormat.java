package dev.faregate.apitoken;

import java.security.SecureRandom;

/** {@code <number>|<secret>}. */
final class SanctumFormat implements TokenFormat {

    private static final int MOST_DIGITS = 20;
    private static final int FEWEST_CHARACTERS = 40;
    private static final int MOST_CHARACTERS = 100;
    private static final AlphabetFormat SECRET = new AlphabetFormat(AlphabetFormat.BASE_62, FEWEST_CHARACTERS);

    @Override
    public String generate(SecureRandom random) {
        return (1 + random.nextInt(Integer.MAX_VALUE)) + "|" + SECRET.generate(random);
    }

    @Override
    public boolean matches(String text) {
        int bar = bar(text);
        int length = text.length() - bar - 1;
        if (bar < 1 || length < FEWEST_CHARACTERS || length > MOST_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!(digit || i == bar || (letter && i > bar))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String secretPart(String text) {
        return text.substring(bar(text) + 1);
    }

    /** Where the bar is, if it is where it may be; -1 if not. */
    private static int bar(String text) {
        return text.lastIndexOf('|', MOST_DIGITS);
    }
}
