package dev.faregate.basetoken;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Names that are expected in a payload, recognized in its bytes: no new text is made for each, and their hashes are known
 * already. They are found by their first two characters; a name that shares these with an earlier one is read as any
 * other is. Immutable.
 */
final class KnownNames {

    private static final int PLACES = 128;

    private final String[] names = new String[PLACES];
    private final byte[][] spelled = new byte[PLACES][];

    /** Knows these; each has at least two characters, all ASCII. */
    KnownNames(Collection<String> known) {
        for (String name : known) {
            int place = place(name.charAt(0), name.charAt(1));
            if (spelled[place] == null) {
                names[place] = name;
                spelled[place] = (name + '"').getBytes(StandardCharsets.US_ASCII);
            }
        }
    }

    /** The known name that stands at a place, a quotation mark behind it; null if none does. */
    @Nullable
    String at(byte[] json, int from) {
        if (from + 1 >= json.length) {
            return null;
        }
        int place = place(json[from], json[from + 1]);
        byte[] expected = spelled[place];
        if (expected == null
                || from + expected.length > json.length
                || !Arrays.equals(json, from, from + expected.length, expected, 0, expected.length)) {
            return null;
        }
        return names[place];
    }

    private static int place(int first, int second) {
        return (first * 5 + second) & PLACES - 1;
    }
}
