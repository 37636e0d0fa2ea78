package dev.faregate.ratelimit;

import java.util.List;
import java.util.stream.IntStream;

/** Texts with one and the same hash code, as anybody can make them. */
final class HashCollisions {

    private HashCollisions() {}

    /** So many texts, a power of two. */
    static List<String> of(int count) {
        int length = Integer.numberOfTrailingZeros(count);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    StringBuilder text = new StringBuilder();
                    for (int bit = 0; bit < length; bit++) {
                        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                    }
                    return text.toString();
                })
                .toList();
    }
}
