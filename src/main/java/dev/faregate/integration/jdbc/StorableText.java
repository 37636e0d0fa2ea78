package dev.faregate.integration.jdbc;

/** Texts that a database can hold: PostgreSQL has no place for U+0000, and half of a surrogate pair is no character in UTF-8. */
final class StorableText {

    private StorableText() {}

    static boolean is(String text) {
        return firstBad(text) == text.length();
    }

    /** The text up to the first character that cannot be stored. */
    static String upToFirstBad(String text) {
        return text.substring(0, firstBad(text));
    }

    static String require(String what, String text) {
        int bad = firstBad(text);
        if (bad < text.length()) {
            throw new IllegalArgumentException(String.format(
                    "%s: contains U+%04X (expected: no NUL and no half of a surrogate pair)",
                    what, (int) text.charAt(bad)));
        }
        return text;
    }

    private static int firstBad(String text) {
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }
}
