package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/** Most numbers in rate limit headers are small, and each request has two of them: their texts are made once, when first used. */
final class SmallNumbers {

    /** Written by any thread: whoever sees a text sees it whole, and two of one number are alike. */
    private static final @Nullable String[] TEXTS = new String[1 << 14];

    private SmallNumbers() {}

    /** The decimal text of any number. */
    static String text(long number) {
        if (number < 0 || number >= TEXTS.length) {
            return Long.toString(number);
        }
        String known = TEXTS[(int) number];
        if (known == null) {
            known = Long.toString(number);
            TEXTS[(int) number] = known;
        }
        return known;
    }
}
