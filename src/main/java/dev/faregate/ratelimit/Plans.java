package dev.faregate.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known by plan, in parts by hash code: a changed copy shares all parts but one, so that plans in their thousands cost little. */
final class Plans<T> {

    private static final int PARTS = 1_024;

    private final List<Map<String, T>> parts;

    private Plans(List<Map<String, T>> parts) {
        this.parts = parts;
    }

    static <T> Plans<T> none() {
        return new Plans<>(Collections.nCopies(PARTS, Map.of()));
    }

    @Nullable
    T get(String plan) {
        return parts.get(part(plan)).get(plan);
    }

    Plans<T> with(String plan, T value) {
        List<Map<String, T>> changed = new ArrayList<>(parts);
        Map<String, T> part = new HashMap<>(parts.get(part(plan)));
        part.put(plan, value);
        changed.set(part(plan), part);
        return new Plans<>(changed);
    }

    Stream<T> values() {
        return parts.stream().map(Map::values).flatMap(Collection::stream);
    }

    private static int part(String plan) {
        int code = plan.hashCode();
        return (code ^ code >>> 16) & PARTS - 1;
    }
}
