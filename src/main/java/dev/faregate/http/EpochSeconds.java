package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/**
 * Texts of times, in seconds since 1970. Those of the next hours are asked for again and again: each is kept until another takes
 * its place.
 */
final class EpochSeconds {

    /** A power of two; somewhat more than an hour. */
    private static final int PLACES = 1 << 12;

    /** Written by any thread: whoever sees a text sees it whole, and each tells its number by itself. */
    private static final @Nullable String[] TEXTS = new String[PLACES];

    private EpochSeconds() {}

    static String text(long second) {
        int place = (int) second & PLACES - 1;
        String known = TEXTS[place];
        if (known == null || Long.parseLong(known) != second) {
            known = Long.toString(second);
            TEXTS[place] = known;
        }
        return known;
    }
}
