package dev.faregate.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A bucket under one limit: {@link Gcra} under compare-and-set. A denial writes nothing. */
class SingleBucket extends Bucket {

    private static final VarHandle TAT;

    static {
        try {
            TAT = MethodHandles.lookup().findVarHandle(SingleBucket.class, "tat", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long tat;

    SingleBucket(InMemoryBuckets endpoint, String caller, int group, Limits limits, long tat) {
        super(endpoint, caller, group, limits);
        this.tat = alive(tat);
    }

    @Override
    final long take(long nanos, long permits) {
        return takeWithin(nanos, permits, 0);
    }

    @Override
    final long peek(long nanos, long permits) {
        Gcra gcra = limits.first();
        long seen = tat;
        if (seen == DEAD) {
            return GONE;
        }
        long debt = gcra.debt(seen, gcra.ticks(nanos), longestWait(gcra));
        return Limits.packed(gcra.answer(debt, gcra.cost(permits), 0), 0);
    }

    @Override
    BucketGrant reserve(long nanos, long permits, long maxWaitNanos) {
        throw new AssertionError("not refundable");
    }

    @Override
    long refund(BucketGrant grant, long unused, long nanos) {
        throw new AssertionError("not refundable");
    }

    @Override
    final void raise(int index, long least) {
        long seen;
        do {
            seen = tat;
        } while (least - seen > 0 && !replace(seen, alive(least)));
    }

    @Override
    boolean refundable() {
        return false;
    }

    @Override
    final boolean evict(long nanos) {
        long now = limits.first().ticks(nanos);
        long seen;
        do {
            seen = tat;
            if (seen == DEAD || seen - now > 0) {
                return seen == DEAD;
            }
        } while (!replace(seen, DEAD));
        return true;
    }

    @Override
    final long[] kill() {
        return new long[] {(long) TAT.getAndSet(this, DEAD)};
    }

    @Override
    final long[] tats() {
        return new long[] {tat};
    }

    final long tat() {
        return tat;
    }

    /** {@link #take} for a call that is ready to wait. */
    final long takeWithin(long nanos, long permits, long maxWaitNanos) {
        Gcra gcra = limits.first();
        long now = gcra.ticks(nanos);
        long seen;
        long answer;
        do {
            seen = tat;
            if (!real(0, seen, nanos)) {
                return GONE;
            }
            answer = gcra.answer(Math.max(0, seen - now), gcra.cost(permits), gcra.ticksWithin(maxWaitNanos));
            if (answer < 0) {
                break;
            }
            endpoint.waits(gcra.nanos(Math.max(0, answer - gcra.tau())));
        } while (!replace(seen, alive(now + answer)));
        return Limits.packed(answer, 0);
    }

    final long exchange(long seen, long next) {
        return (long) TAT.compareAndExchange(this, seen, next);
    }

    final boolean replace(long seen, long lowered) {
        return TAT.compareAndSet(this, seen, lowered);
    }
}
