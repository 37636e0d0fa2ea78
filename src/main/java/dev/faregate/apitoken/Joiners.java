package dev.faregate.apitoken;

/**
 * Where U+200C (non-joiner) and U+200D (joiner) change how letters are drawn: in cursive scripts, in scripts with a virama, and
 * between emoji. The rules follow RFC 5892 appendix A, and the spellings that UAX #31 and chapter 12 of the Unicode standard name beside.
 */
final class Joiners {

    static final int NON_JOINER = 0x200c;
    static final int JOINER = 0x200d;

    /** Letters that join the next one, of Arabic, Syriac, N'Ko, Mandaic and Mongolian. */
    private static final CodePoints JOINS_THE_NEXT = CodePoints.of(
            "620 626 628 62a-62e 633-63f 640 641-647 649-64a 66e-66f 678-687 69a-6bf 6c1-6c2 6cc 6ce 6d0-6d1 6fa-6fc 6ff",
            "712-714 71a-71d 71f-727 729 72b 72d-72e 74e-758 75c-76a 76d-770 772 775-777 77a-77f 7ca-7ea 7fa",
            "841-845 848 84a-853 855 860 862-865 868 886 889-88d 8a0-8a9 8af-8b0 8b3-8b8 8ba-8c8 1807 180a 1820-1878",
            "1887-18a8 18aa");

    /** Letters that join the one before, and no other. */
    private static final CodePoints JOINS_THE_LAST = CodePoints.of(
            "622-625 627 629 62f-632 648 671-673 675-677 688-699 6c0 6c3-6cb 6cd 6cf 6d2-6d3 6d5 6ee-6ef 710 715-719 71e",
            "728 72a 72c 72f 74d 759-75b 76b-76c 771 773-774 778-779 840 846-847 849 854 856-858 867 869-86a 870-882 88e",
            "8aa-8ac 8ae 8b1-8b2 8b9");

    /** Marks between which letters join. */
    private static final CodePoints TRANSPARENT = CodePoints.of(
            "610-61a 64b-65f 670 6d6-6dc 6df-6e4 6e7-6e8 6ea-6ed 711 730-74a 7eb-7f3 7fd 816-819 81b-823 825-827",
            "829-82d 859-85b 898-89f 8ca-8e1 8e3-8ff");

    private static final CodePoints VIRAMA = CodePoints.of("94d 9cd a4d acd b4d bcd c4d ccd d3b-d3c d4d dca");

    /** Devanagari to Sinhala, each script in a block of 128. */
    private static final CodePoints INDIC = CodePoints.of("900-dff");

    private Joiners() {}

    /** Whether a script's letters know joiners, so that one that changes nothing there is a slip of the keyboard. */
    static boolean isKnownTo(int letter) {
        return INDIC.contains(letter)
                || JOINS_THE_NEXT.contains(letter)
                || JOINS_THE_LAST.contains(letter)
                || TRANSPARENT.contains(letter);
    }

    /** Whether a joiner changes what is drawn behind a text and before a code point, or the end (-1). */
    static boolean changes(StringBuilder before, int joiner, int next) {
        int last = before.codePointBefore(before.length());
        if (INDIC.contains(last)) {
            boolean sameScript = next >> 7 == last >> 7;
            // A joiner asks for a half form even at the end of a word; before a virama, for another way to join.
            return VIRAMA.contains(last) ? joiner == JOINER || sameScript : sameScript && VIRAMA.contains(next);
        }
        boolean wouldJoin = JOINS_THE_NEXT.contains(next) || JOINS_THE_LAST.contains(next);
        return JOINS_THE_NEXT.contains(lastLetter(before)) && wouldJoin == (joiner == NON_JOINER);
    }

    private static int lastLetter(StringBuilder text) {
        int at = text.length();
        while (at > 0) {
            int codePoint = text.codePointBefore(at);
            if (!TRANSPARENT.contains(codePoint)) {
                return codePoint;
            }
            at -= Character.charCount(codePoint);
        }
        return -1;
    }
}
