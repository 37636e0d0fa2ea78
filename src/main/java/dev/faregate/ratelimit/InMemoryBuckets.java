package dev.faregate.ratelimit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The buckets of one endpoint, in memory: they lie in the table that all endpoints share. A view of them is for one group's callers. */
final class InMemoryBuckets implements BucketStore.Buckets {

    private static final int GOLDEN_RATIO = 0x9E3779B9;

    /** What the buckets belong to: this, unless this is a view. */
    private final InMemoryBuckets all;

    private final @Nullable String group;
    private final BucketTable table;
    private final MonotonicClock clock;
    private final Runnable overflowed;
    private final int id;
    private final boolean inherits;
    private final boolean mayForget;
    private final AtomicLong longestWaitNanos;
    private final SharedBuckets overflow;

    /** Buckets inherit what was owed under other limits, unless they are only what is known of another store's. */
    InMemoryBuckets(BucketTables tables, KeySpace space, int id, boolean inherits, Runnable overflowed) {
        this.all = this;
        this.group = null;
        this.table = tables.table(space);
        this.id = id;
        this.inherits = inherits;
        this.mayForget = space == KeySpace.FAILURES;
        this.clock = tables.clock();
        this.overflowed = overflowed;
        this.longestWaitNanos = new AtomicLong();
        this.overflow = new SharedBuckets(this);
    }

    private InMemoryBuckets(InMemoryBuckets all, @Nullable String group) {
        this.all = all;
        this.group = group;
        this.table = all.table;
        this.id = all.id;
        this.inherits = all.inherits;
        this.mayForget = all.mayForget;
        this.clock = all.clock;
        this.overflowed = all.overflowed;
        this.longestWaitNanos = all.longestWaitNanos;
        this.overflow = all.overflow;
    }

    @Override
    public InMemoryBuckets inGroup(@Nullable String name) {
        return new InMemoryBuckets(all, name);
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        return answer(caller, limits, permits, true);
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        return answer(caller, limits, permits, false);
    }

    /**
     * Answers without a lock if it can.
     *
     * <p>In one piece, since the JVM never inlines a method of more than 325 bytes (FreqInlineSize). Where all of this is
     * inlined, {@link EndpointLimiter#take} may become too large to be inlined in turn, depending on what else runs and what
     * was compiled first; and only where that is inlined a {@link Decision} needs no memory.
     */
    private long answer(String caller, Limits limits, long permits, boolean taking) {
        int code = Objects.requireNonNull(caller, "caller").hashCode();
        if (code == 0) {
            // Whether it is empty is written elsewhere in memory, and hardly ever needed.
            CallCheck.caller(caller);
        }
        int hash = mixed(code);
        BucketSegment segment = table.segment(hash);
        Bucket bucket = segment.first(hash);
        while (bucket != null && !bucket.isOf(all, caller, hash)) {
            bucket = bucket.next;
        }
        if (bucket == null) {
            bucket = segment.findInCrowd(all, caller);
        }
        if (bucket == null || !bucket.limits.equals(limits)) {
            return taking ? takeLocked(caller, limits, permits) : peekLocked(caller, limits, permits);
        }
        // The clock is read after the bucket was found: a time from before it was made could let too much in.
        long nanos = clock.nanos();
        if (bucket instanceof SingleBucket single) {
            Gcra gcra = bucket.limits.first();
            long now = gcra.ticks(nanos);
            long cost = gcra.cost(permits);
            long tau = gcra.tau();
            long seen = single.tat();
            while (seen != Bucket.DEAD) {
                long debt = Math.max(0, seen - now);
                if (debt > tau && debt - tau > single.longestWait(gcra)) {
                    break;
                }
                long answer = gcra.answer(debt, cost, 0);
                if (answer < 0 || !taking) {
                    return Limits.packed(answer, 0);
                }
                long witness = single.exchange(seen, Bucket.alive(now + answer));
                if (witness == seen) {
                    return Limits.packed(answer, 0);
                }
                seen = witness;
            }
        } else {
            long answer = taking ? bucket.take(nanos, permits) : bucket.peek(nanos, permits);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
        return taking ? takeLocked(caller, limits, permits) : peekLocked(caller, limits, permits);
    }

    private long peekLocked(String caller, Limits limits, long permits) {
        Bucket known = table.findLocked(all, caller, hash(caller));
        int number = groupOf(caller);
        Bucket bucket = known == null
                ? overflow.successor(caller, number, limits, false, true)
                : known.heir(caller, number, limits, false, known.tats());
        return bucket == null ? limits.answerOfFull(permits) : bucket.peek(clock.nanos(), permits);
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        BucketGrant grant;
        do {
            grant = use(caller, limits, true, bucket -> bucket.reserve(clock.nanos(), permits, maxWaitNanos));
        } while (grant != null && grant.answer() == Bucket.GONE);
        return grant == null ? Answered.byStore(limits.answerOfFull(permits)) : grant;
    }

    private long takeLocked(String caller, Limits limits, long permits) {
        Long answer;
        do {
            // The clock is read after the bucket was found: a time from before it was made could let too much in.
            answer = use(caller, limits, false, bucket -> bucket.take(clock.nanos(), permits));
        } while (answer != null && answer == Bucket.GONE);
        return answer == null ? limits.answerOfFull(permits) : answer;
    }

    /** Null if there is no room, and need not be. */
    private <T> @Nullable T use(String caller, Limits limits, boolean refundable, Function<Bucket, T> use) {
        int number = groupOf(caller);
        boolean[] noRoom = {false};
        T result = table.use(all, caller, number, limits, refundable, use, () -> {
            noRoom[0] = true;
            return mayForget ? null : overflow.use(number, limits, refundable, use);
        });
        if (noRoom[0]) {
            // Not under the lock, under which the answer was found.
            overflowed.run();
        }
        return result;
    }

    /** A new bucket: full, or in debt as far as a shared bucket is, which its caller may have used before. */
    Bucket fresh(String caller, int number, Limits limits, boolean refundable) {
        Bucket before = overflow.successor(caller, number, limits, refundable, false);
        return before == null ? Bucket.of(all, caller, number, limits, limits.full(clock.nanos()), refundable) : before;
    }

    /** The number of a caller's group. */
    int groupOf(String caller) {
        return table.group(group == null ? caller : group);
    }

    int hash(String caller) {
        return mixed(caller.hashCode());
    }

    private int mixed(int code) {
        int mixed = (code + id) * GOLDEN_RATIO;
        return mixed ^ mixed >>> 16;
    }

    /** Different for each endpoint of the table. */
    int id() {
        return id;
    }

    long nanos() {
        return clock.nanos();
    }

    boolean inherits() {
        return inherits;
    }

    /** The longest wait that was ever granted or inherited here: no real debt exceeds a full bucket by more. */
    long longestWaitNanos() {
        return longestWaitNanos.get();
    }

    void waits(long nanos) {
        if (nanos > longestWaitNanos.get()) {
            longestWaitNanos.accumulateAndGet(nanos, Math::max);
        }
    }
}
