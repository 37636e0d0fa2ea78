package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/** Decodes what stands in a variable of a path, and refuses what could be taken for anything but a name. */
final class PathSegment {

    private PathSegment() {}

    /** The decoded text of a segment, or null if it is no name. */
    static @Nullable String decoded(String path, int start, int end) {
        boolean encoded = false;
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c > '~' || c == ';' || c == '\\') {
                return null;
            }
            encoded |= c == '%';
        }
        String segment = path.substring(start, end);
        return encoded ? percentDecoded(segment) : isName(segment) ? segment : null;
    }

    private static @Nullable String percentDecoded(String segment) {
        String decoded = PercentEncoding.decoded(segment);
        return decoded != null && isName(decoded) && decoded.codePoints().noneMatch(PathSegment::isMisleading)
                ? decoded
                : null;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && !text.equals(".") && !text.equals("..");
    }

    /** Whether it can be taken for more of a path, or for another line. */
    private static boolean isMisleading(int codePoint) {
        return codePoint == '/'
                || codePoint == '\\'
                || codePoint == ';'
                || codePoint == 0xFFFD
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
    }
}
