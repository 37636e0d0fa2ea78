package dev.faregate.apitoken;

/** What belongs to emoji sequences (Unicode Technical Standard #51), as of Unicode 14 and with its reserved places. */
final class Emoji {

    static final int FLAG = 0x1f3f4;

    /** Extended_Pictographic: what joiners join. */
    private static final CodePoints PICTOGRAPHS = CodePoints.of(
            "a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 2388 23cf 23e9-23f3 23f8-23fa 24c2 25aa-25ab 25b6",
            "25c0 25fb-25fe 2600-2605 2607-2612 2614-2685 2690-2705 2708-2712 2714 2716 271d 2721 2728 2733-2734 2744 2747",
            "274c 274e 2753-2755 2757 2763-2767 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07 2b1b-2b1c 2b50 2b55 3030 303d",
            "3297 3299 1f000-1f0ff 1f10d-1f10f 1f12f 1f16c-1f171 1f17e-1f17f 1f18e 1f191-1f19a 1f1ad-1f1e5 1f201-1f20f 1f21a",
            "1f22f 1f232-1f23a 1f23c-1f23f 1f249-1f3fa 1f400-1f53d 1f546-1f64f 1f680-1f6ff 1f774-1f77f 1f7d5-1f7ff",
            "1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8ff 1f90c-1f93a 1f93c-1f945 1f947-1faff 1fc00-1fffd");

    /** What is drawn as text unless U+FE0F follows. */
    private static final CodePoints TEXT_BY_DEFAULT = CodePoints.of(
            "a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa 24c2 25aa-25ab 25b6 25c0",
            "25fb-25fc 2600-2604 260e 2611 2618 261d 2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 265f-2660 2663",
            "2665-2666 2668 267b 267e 2692 2694-2697 2699 269b-269c 26a0 26a7 26b0-26b1 26c8 26cf 26d1 26d3 26e9 26f0-26f1",
            "26f4 26f7-26f9 2702 2708-2709 270c-270d 270f 2712 2714 2716 271d 2721 2733-2734 2744 2747 2763-2764 27a1",
            "2934-2935 2b05-2b07 3030 303d 3297 3299 1f170-1f171 1f17e-1f17f 1f202 1f237 1f321 1f324-1f32c 1f336 1f37d",
            "1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df 1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a",
            "1f56f-1f570 1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4 1f5d1-1f5d3",
            "1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3");

    private static final CodePoints KEYS = CodePoints.of("23 2a 30-39");
    private static final int KEYCAP = 0x20e3;
    private static final int EMOJI_STYLE = 0xfe0f;
    private static final CodePoints SKIN_TONES = CodePoints.of("1f3fb-1f3ff");

    private Emoji() {}

    static boolean isPictograph(int codePoint) {
        return PICTOGRAPHS.contains(codePoint);
    }

    /** Whether a text ends with a pictograph, its style and skin tone included. */
    static boolean isAtEndOf(StringBuilder text) {
        int at = text.length();
        while (at > 0) {
            int codePoint = text.codePointBefore(at);
            if (codePoint != EMOJI_STYLE && !SKIN_TONES.contains(codePoint)) {
                return isPictograph(codePoint);
            }
            at -= Character.charCount(codePoint);
        }
        return false;
    }

    /** Whether U+FE0F changes what is drawn between two code points. */
    static boolean isStyled(int last, int next) {
        return TEXT_BY_DEFAULT.contains(last) || (KEYS.contains(last) && next == KEYCAP);
    }

    /** The length of the tags that make a black flag one of a region, as U+E0067 U+E0062 …; 0 if there are none. */
    static int tagsAt(String text, int from) {
        int at = from;
        while (at < text.length() && isRegionTag(text.codePointAt(at))) {
            at += 2;
        }
        int region = (at - from) / 2;
        boolean isEnded = at < text.length() && text.codePointAt(at) == 0xe007f;
        return isEnded && region >= 3 && region <= 6 ? at + 2 - from : 0;
    }

    private static boolean isRegionTag(int codePoint) {
        return (codePoint >= 0xe0030 && codePoint <= 0xe0039) || (codePoint >= 0xe0061 && codePoint <= 0xe007a);
    }
}
