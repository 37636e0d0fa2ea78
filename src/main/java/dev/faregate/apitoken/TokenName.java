package dev.faregate.apitoken;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What an API token may be called: visible text, short enough to list, and not to be mistaken for another name. Names are
 * kept in Unicode's composed form (NFC), so that what looks the same is the same.
 */
final class TokenName {

    static final int LONGEST = 100;

    /** Letters and marks that are drawn as nothing: fillers, a joiner, a blank pattern. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

    private TokenName() {}

    static String normalized(String name) {
        return name.length() > 4 * LONGEST ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** What is wrong with a normalized name, or null. */
    static @Nullable String problem(String name) {
        int length = name.codePointCount(0, name.length());
        if (length == 0) {
            return "The name is empty.";
        }
        if (length > LONGEST) {
            return "The name has " + length + " characters; " + LONGEST + " is the most.";
        }
        if (name.codePoints().anyMatch(TokenName::invisible)) {
            return "The name contains a control, formatting or unassigned character.";
        }
        if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
            return "The name begins or ends with a space.";
        }
        return null;
    }

    private static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> BLANK.indexOf(codePoint) >= 0;
        };
    }

    private static boolean isSpace(int codePoint) {
        return Character.isSpaceChar(codePoint);
    }
}
