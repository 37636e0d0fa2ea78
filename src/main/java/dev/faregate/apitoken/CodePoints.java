package dev.faregate.apitoken;

import java.util.Arrays;

/** A set of code points, so that a rule does not change with the version of Unicode that a Java release knows. Immutable. */
final class CodePoints {

    /** Where a range begins at even places, and the last of it behind each; in order. */
    private final int[] bounds;

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
    }

    /** Reads numbers and ranges in hexadecimal, in order: {@code "ad 600-605"}. */
    static CodePoints of(String... ranges) {
        int[] bounds = Arrays.stream(String.join(" ", ranges).split(" "))
                .map(range -> range.indexOf('-') < 0 ? range + '-' + range : range)
                .flatMap(range -> Arrays.stream(range.split("-")))
                .mapToInt(number -> Integer.parseInt(number, 16))
                .toArray();
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] < bounds[i - 1]) {
                throw new IllegalArgumentException(
                        String.format("code points: %x after %x (expected: in order)", bounds[i], bounds[i - 1]));
            }
        }
        return new CodePoints(bounds);
    }

    boolean contains(int codePoint) {
        int at = Arrays.binarySearch(bounds, codePoint);
        // Between a beginning, at an even place, and the end behind it.
        return at >= 0 || (-at - 1) % 2 == 1;
    }
}
