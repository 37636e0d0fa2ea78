package dev.faregate.http;

/** Most numbers in rate limit headers are small, and each request has three of them: their texts are made once. */
final class SmallNumbers {

    /** Each has ten bits. */
    private static final String[] TEXTS = new String[1024];

    static {
        for (int number = 0; number < TEXTS.length; number++) {
            TEXTS[number] = Integer.toString(number);
        }
    }

    private SmallNumbers() {}

    static boolean has(long number) {
        return number >= 0 && number < TEXTS.length;
    }

    /** The decimal text of any number. */
    static String text(long number) {
        return has(number) ? TEXTS[(int) number] : Long.toString(number);
    }
}
