package dev.faregate.apitoken;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What an API token may be called: visible text, short enough to list, and not to be mistaken for another name. Names are kept so that
 * what looks the same is the same: in Unicode's composed form (NFC), with every space as U+0020, runs of spaces as one, and without
 * joiners and variation selectors that change nothing.
 *
 * <p>What is visible is decided by tables of this package, never by those of the Java release: nodes that run on two releases agree on
 * each name. A code point that is unassigned today may be a letter tomorrow, and passes. Only the composed form of what is newer than
 * a node's Java is not known to it.
 */
final class TokenName {

    static final int LONGEST = 100;

    private static final int NONE = -1;

    private static final CodePoints SPACES = CodePoints.of("20 a0 1680 2000-200a 202f 205f 3000");

    /**
     * What is drawn as nothing: controls, formatting, separators, surrogates, private use, noncharacters, fillers and what Unicode
     * reserves for such (Default_Ignorable_Code_Point).
     */
    private static final CodePoints INVISIBLE = CodePoints.of(
            "0-1f 7f-9f ad 34f 600-605 61c 6dd 70f 890-891 8e2 115f-1160 17b4-17b5 180b-180f 200b-200f 2028-202e 2060-206f 2800",
            "3164 d800-f8ff fdd0-fdef fe00-fe0f feff ffa0 fff0-fffb fffe-ffff 110bd 110cd 13430-1343f 1bca0-1bca3 1d173-1d17a",
            "1fffe-1ffff 2fffe-2ffff 3fffe-3ffff 4fffe-4ffff 5fffe-5ffff 6fffe-6ffff 7fffe-7ffff 8fffe-8ffff 9fffe-9ffff",
            "afffe-affff bfffe-bffff cfffe-cffff dfffe-dffff e0000-e0fff efffe-10ffff");

    private static final CodePoints SELECTORS = CodePoints.of("180b-180d 180f fe00-fe0f e0100-e01ef");
    private static final CodePoints MONGOLIAN = CodePoints.of("1820-18aa");
    private static final CodePoints MONGOLIAN_SELECTORS = CodePoints.of("180b-180d 180f");
    private static final CodePoints HAN = CodePoints.of("3400-4dbf 4e00-9fff f900-faff 20000-3fffd");
    private static final CodePoints HAN_SELECTORS = CodePoints.of("fe00-fe02 e0100-e01ef");

    private TokenName() {}

    static String normalized(String name) {
        if (name.length() > 4 * LONGEST) {
            return name;
        }
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return Normalizer.normalize(withoutIdleJoiners(withoutIdleSelectors(composed)), Normalizer.Form.NFC);
    }

    /** Folds spaces, too. */
    private static String withoutIdleSelectors(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            int codePoint = name.codePointAt(at);
            at += Character.charCount(codePoint);
            int last = lastOf(folded);
            if (SPACES.contains(codePoint)) {
                if (last != ' ') {
                    folded.append(' ');
                }
            } else if (!SELECTORS.contains(codePoint) || selects(last, codePoint, nextIn(name, at))) {
                folded.appendCodePoint(codePoint);
            }
        }
        return folded.toString();
    }

    /** After the selectors, between which a joiner does not see the letter that it joins. */
    private static String withoutIdleJoiners(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            int codePoint = name.codePointAt(at);
            at += Character.charCount(codePoint);
            boolean isIdle = isJoiner(codePoint)
                    && Joiners.isKnownTo(lastOf(folded))
                    && !Joiners.changes(folded, codePoint, nextIn(name, at));
            if (!isIdle) {
                folded.appendCodePoint(codePoint);
            }
        }
        return folded.toString();
    }

    private static int lastOf(StringBuilder text) {
        return text.isEmpty() ? NONE : text.codePointBefore(text.length());
    }

    private static int nextIn(String name, int at) {
        return at < name.length() ? name.codePointAt(at) : NONE;
    }

    private static boolean selects(int last, int selector, int next) {
        return (selector == 0xfe0f && Emoji.isStyled(last, next))
                || (HAN_SELECTORS.contains(selector) && HAN.contains(last))
                || (MONGOLIAN_SELECTORS.contains(selector) && MONGOLIAN.contains(last));
    }

    private static boolean isJoiner(int codePoint) {
        return codePoint == Joiners.JOINER || codePoint == Joiners.NON_JOINER;
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
        if (hasInvisible(name)) {
            return "The name contains a control, formatting or private-use character.";
        }
        if (SPACES.contains(name.codePointAt(0)) || SPACES.contains(name.codePointBefore(name.length()))) {
            return "The name begins or ends with a space.";
        }
        return null;
    }

    private static boolean hasInvisible(String name) {
        StringBuilder before = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            int codePoint = name.codePointAt(at);
            int following = at + Character.charCount(codePoint);
            if (INVISIBLE.contains(codePoint) && !isInPlace(before, codePoint, nextIn(name, following))) {
                return true;
            }
            before.appendCodePoint(codePoint);
            if (codePoint == Emoji.FLAG) {
                int tags = Emoji.tagsAt(name, following);
                before.append(name, following, following + tags);
                following += tags;
            }
            at = following;
        }
        return false;
    }

    /** Whether what is invisible by itself changes what stands around it. */
    private static boolean isInPlace(StringBuilder before, int codePoint, int next) {
        int last = lastOf(before);
        if (SELECTORS.contains(codePoint)) {
            return selects(last, codePoint, next);
        }
        return isJoiner(codePoint)
                && (Joiners.isKnownTo(last)
                        ? Joiners.changes(before, codePoint, next)
                        : codePoint == Joiners.JOINER && Emoji.isAtEndOf(before) && Emoji.isPictograph(next));
    }
}
