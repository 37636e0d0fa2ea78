package dev.faregate.ratelimit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets whose callers' hash codes collide with too many others, which hardly happens by chance: found by order, not by
 * hash, so that a flood of them is no slower than any other. Read without a lock, written under that of the segment.
 */
final class BucketCrowd {

    private record Key(int endpoint, String caller) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::caller).thenComparingInt(Key::endpoint);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final NavigableMap<Key, Bucket> buckets = new ConcurrentSkipListMap<>();
    private @Nullable Key last;

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    @Nullable
    Bucket find(InMemoryBuckets endpoint, String caller) {
        return buckets.get(new Key(endpoint.id(), caller));
    }

    void add(Bucket bucket) {
        buckets.put(new Key(bucket.endpoint.id(), bucket.caller), bucket);
    }

    void remove(Bucket bucket) {
        buckets.remove(new Key(bucket.endpoint.id(), bucket.caller));
    }

    /** The next few in a round, each at most once. */
    List<Bucket> next(int most) {
        List<Bucket> few = new ArrayList<>();
        Key start = last;
        take(few, start == null ? buckets : buckets.tailMap(start, false), most);
        if (start != null) {
            take(few, buckets.headMap(start, true), most);
        }
        return few;
    }

    private void take(List<Bucket> few, NavigableMap<Key, Bucket> from, int most) {
        for (Map.Entry<Key, Bucket> entry : from.entrySet()) {
            if (few.size() == most) {
                return;
            }
            few.add(entry.getValue());
            last = entry.getKey();
        }
    }
}
