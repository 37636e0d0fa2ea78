package dev.faregate.ratelimit;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that groups share at one endpoint where there is no room for buckets of their own. A group always has the same one. Each
 * remembers which groups have used it since it was full: only their next own buckets begin with its debt. Thread-safe.
 */
final class SharedBuckets {

    private static final int SLOTS = 256;

    /** From the next group on, a bucket counts as used by all. */
    private static final int MOST_GROUPS = 16;

    private final InMemoryBuckets endpoint;
    private volatile @Nullable AtomicReferenceArray<@Nullable Slot> slots;

    SharedBuckets(InMemoryBuckets endpoint) {
        this.endpoint = endpoint;
    }

    /** Uses a group's bucket, once it serves these limits. */
    <T> T use(int group, Limits limits, boolean refundable, Function<Bucket, T> use) {
        return slot(place(group)).use(group, limits, refundable, use);
    }

    private Slot slot(int place) {
        AtomicReferenceArray<@Nullable Slot> all = slots;
        Slot known = all == null ? null : all.get(place);
        return known == null ? made(place) : known;
    }

    private synchronized Slot made(int place) {
        AtomicReferenceArray<@Nullable Slot> all = slots == null ? new AtomicReferenceArray<>(SLOTS) : slots;
        Slot known = all.get(place);
        Slot slot = known == null ? new Slot(endpoint) : known;
        all.set(place, slot);
        slots = all;
        return slot;
    }

    /** A new bucket for a caller whose group may have used the shared one; null if it has not. */
    @Nullable
    Bucket successor(String caller, int group, Limits limits, boolean refundable, boolean surelyUsed) {
        AtomicReferenceArray<@Nullable Slot> all = slots;
        Slot slot = all == null ? null : all.get(place(group));
        return slot == null ? null : slot.successor(caller, group, limits, refundable, surelyUsed);
    }

    private static int place(int group) {
        return (group ^ group >>> 16) & SLOTS - 1;
    }

    private static final class Slot {

        private final InMemoryBuckets endpoint;
        private @Nullable Bucket bucket;
        private int[] groups = new int[1];
        private int used;

        Slot(InMemoryBuckets endpoint) {
            this.endpoint = endpoint;
        }

        synchronized <T> T use(int group, Limits limits, boolean refundable, Function<Bucket, T> use) {
            Bucket current = bucket;
            if (current == null || current.evict(endpoint.nanos())) {
                used = 0;
                current = Bucket.of(endpoint, "", group, limits, limits.full(endpoint.nanos()), refundable);
            } else if (!current.serves(limits, refundable, endpoint.nanos())) {
                current = current.heir("", group, limits, refundable, current.kill());
            }
            bucket = current;
            note(group);
            return use.apply(current);
        }

        synchronized @Nullable Bucket successor(
                String caller, int group, Limits limits, boolean refundable, boolean surelyUsed) {
            Bucket current = bucket;
            boolean inherits = isUsedBy(group) || (used > MOST_GROUPS && !surelyUsed);
            return current == null || !inherits
                    ? null
                    : current.heir(caller, group, limits, refundable, current.tats());
        }

        private void note(int group) {
            if (used > MOST_GROUPS || isUsedBy(group)) {
                return;
            }
            if (used < MOST_GROUPS) {
                groups = used < groups.length ? groups : Arrays.copyOf(groups, 2 * used);
                groups[used] = group;
            }
            used++;
        }

        private boolean isUsedBy(int group) {
            for (int i = 0; i < Math.min(used, MOST_GROUPS); i++) {
                if (groups[i] == group) {
                    return true;
                }
            }
            return false;
        }
    }
}
