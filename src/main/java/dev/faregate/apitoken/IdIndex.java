package dev.faregate.apitoken;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ids that belong to each key, in the order of issue. A null key has none. Not safe for use by many threads. */
final class IdIndex<K> {

    private Map<K, NavigableSet<String>> idsByKey = new HashMap<>();

    NavigableSet<String> of(@Nullable K key) {
        NavigableSet<String> ids = key == null ? null : idsByKey.get(key);
        return ids == null ? Collections.emptyNavigableSet() : ids;
    }

    void add(@Nullable K key, String id) {
        if (key != null) {
            idsByKey.computeIfAbsent(key, absent -> new TreeSet<>()).add(id);
        }
    }

    /** Takes the ids of a key out, however many there are. */
    NavigableSet<String> detach(K key) {
        NavigableSet<String> ids = idsByKey.remove(key);
        return ids == null ? Collections.emptyNavigableSet() : ids;
    }

    /** Takes all ids out, however many there are. */
    Iterator<String> detachAll() {
        Map<K, NavigableSet<String>> detached = idsByKey;
        idsByKey = new HashMap<>();
        return detached.values().stream().flatMap(Collection::stream).iterator();
    }

    void remove(@Nullable K key, String id) {
        NavigableSet<String> ids = key == null ? null : idsByKey.get(key);
        if (key != null && ids != null) {
            ids.remove(id);
            if (ids.isEmpty()) {
                idsByKey.remove(key);
            }
        }
    }
}
