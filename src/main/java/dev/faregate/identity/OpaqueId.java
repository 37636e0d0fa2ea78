package dev.faregate.identity;

import java.util.Objects;

/** The shape of ids that the host application chooses: short enough for an index, and safe to log. */
final class OpaqueId {

    private static final int LONGEST = 255;
    private static final char DELETE = 0x7f;

    private OpaqueId() {}

    static void check(String what, String id) {
        Objects.requireNonNull(id, what);
        if (id.isEmpty() || id.length() > LONGEST) {
            throw new IllegalArgumentException(
                    what + ": " + id.length() + " characters (expected: 1 to " + LONGEST + ")");
        }
        for (int at = 0; at < id.length(); at = id.offsetByCodePoints(at, 1)) {
            char character = id.charAt(at);
            if (character >= ' ' && character < DELETE) {
                continue;
            }
            int codePoint = id.codePointAt(at);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                throw new IllegalArgumentException(
                        String.format("%s: contains U+%04X (expected: no control characters)", what, codePoint));
            }
        }
    }
}
