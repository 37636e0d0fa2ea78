package dev.faregate.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of the {@link BucketTable}: chains of buckets, written under this object's lock. A reader without the lock never meets
 * a wrong bucket, but may miss one while the segment grows; whoever misses one asks again under the lock. No chain is long,
 * even if hash codes collide: what does not fit stands in the {@link BucketCrowd}.
 */
final class BucketSegment {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Bucket[].class);
    private static final int LONGEST_CHAIN = 16;
    private static final int SLOTS_SWEPT_PER_BUCKET = 4;
    private static final int SLOTS_SWEPT_AT_THE_CAP = 16;

    private final BucketTable table;
    private final BucketCrowd crowd = new BucketCrowd();
    private volatile @Nullable Bucket[] slots = new Bucket[16];
    private int chained;
    private int hand;

    BucketSegment(BucketTable table) {
        this.table = table;
    }

    /** Where the chain begins that a bucket of this hash stands in, unless it is in the crowd. */
    @Nullable
    Bucket first(int hash) {
        @Nullable Bucket[] current = slots;
        return (Bucket) SLOT.getAcquire(current, hash & current.length - 1);
    }

    @Nullable
    Bucket findInCrowd(InMemoryBuckets endpoint, String caller) {
        return crowd.isEmpty() ? null : crowd.find(endpoint, caller);
    }

    @Nullable
    Bucket find(InMemoryBuckets endpoint, String caller, int hash) {
        Bucket bucket = first(hash);
        while (bucket != null && !bucket.isOf(endpoint, caller, hash)) {
            bucket = bucket.next;
        }
        return bucket == null ? findInCrowd(endpoint, caller) : bucket;
    }

    /**
     * Uses a caller's bucket while nobody can forget or replace it, once it serves these limits; where there is no room, something else,
     * while nobody can make it.
     */
    synchronized <T> @Nullable T use(
            InMemoryBuckets endpoint,
            String caller,
            int group,
            Limits limits,
            boolean refundable,
            Function<Bucket, T> use,
            Supplier<@Nullable T> noRoom) {
        Bucket bucket = settle(endpoint, caller, group, limits, refundable);
        return bucket == null ? noRoom.get() : use.apply(bucket);
    }

    private @Nullable Bucket settle(
            InMemoryBuckets endpoint, String caller, int group, Limits limits, boolean refundable) {
        Bucket known = find(endpoint, caller, endpoint.hash(caller));
        if (known == null) {
            sweep(SLOTS_SWEPT_PER_BUCKET, table.idle());
            if (!table.claim(group)) {
                sweep(SLOTS_SWEPT_AT_THE_CAP, 0);
                if (!table.claim(group)) {
                    return null;
                }
            }
            return link(endpoint.fresh(caller, group, limits, refundable));
        }
        if (known.serves(limits, refundable, table.nanos())) {
            return known;
        }
        long[] last = known.kill();
        unlink(known);
        return link(known.heir(caller, known.group, limits, refundable || known.refundable(), last));
    }

    synchronized void forget(InMemoryBuckets endpoint, String caller) {
        Bucket known = find(endpoint, caller, endpoint.hash(caller));
        if (known != null) {
            known.kill();
            unlink(known);
            table.release(known.group);
        }
    }

    /** Forgets the buckets of the next slots that have been full for so long. */
    synchronized void sweep(int most, long idleNanos) {
        long nanos = table.nanos() - idleNanos;
        @Nullable Bucket[] current = slots;
        for (int i = Math.min(most, current.length); i > 0; i--) {
            hand = hand + 1 & current.length - 1;
            for (Bucket bucket = current[hand]; bucket != null; bucket = bucket.next) {
                if (bucket.evict(nanos)) {
                    unlink(bucket);
                    table.release(bucket.group);
                }
            }
        }
        for (Bucket bucket : crowd.next(most)) {
            if (bucket.evict(nanos)) {
                unlink(bucket);
                table.release(bucket.group);
            }
        }
    }

    private Bucket link(Bucket bucket) {
        if (chained >= slots.length / 4 * 3) {
            makeRoom();
        }
        if (chain(slots, bucket)) {
            chained++;
        } else {
            crowd.add(bucket);
        }
        return bucket;
    }

    private void makeRoom() {
        sweep(slots.length, table.idle());
        // A growing table is as long in the growing as a sweep: worth it only if the sweep was not.
        if (chained >= slots.length / 2) {
            @Nullable Bucket[] larger = new Bucket[slots.length * 2];
            for (Bucket head : slots) {
                Bucket following;
                for (Bucket bucket = head; bucket != null; bucket = following) {
                    following = bucket.next;
                    chain(larger, bucket);
                }
            }
            slots = larger;
        }
    }

    private static boolean chain(@Nullable Bucket[] slots, Bucket bucket) {
        int slot = bucket.hash & slots.length - 1;
        int length = 0;
        for (Bucket other = slots[slot]; other != null; other = other.next) {
            length++;
        }
        if (length == LONGEST_CHAIN) {
            return false;
        }
        bucket.next = slots[slot];
        SLOT.setRelease(slots, slot, bucket);
        return true;
    }

    private void unlink(Bucket bucket) {
        @Nullable Bucket[] current = slots;
        int slot = bucket.hash & current.length - 1;
        Bucket before = null;
        for (Bucket other = current[slot]; other != bucket; other = other.next) {
            if (other == null) {
                crowd.remove(bucket);
                return;
            }
            before = other;
        }
        if (before == null) {
            SLOT.setRelease(current, slot, bucket.next);
        } else {
            before.next = bucket.next;
        }
        chained--;
    }
}
