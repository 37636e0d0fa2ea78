package dev.faregate.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One caller's bucket under one limit: {@link Gcra} under compare-and-set. */
final class Bucket {

    private static final VarHandle TAT;

    static {
        try {
            TAT = MethodHandles.lookup().findVarHandle(Bucket.class, "tat", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Limits limits;
    private volatile long tat;

    Bucket(Limits limits, long nanos) {
        this.limits = limits;
        this.tat = limits.gcra(0).ticks(nanos);
    }

    long take(long nanos, long permits) {
        Gcra gcra = limits.gcra(0);
        long now = gcra.ticks(nanos);
        long cost = gcra.cost(permits);
        long seen = tat;
        while (true) {
            long answer = gcra.answer(gcra.debt(seen, now, 0), cost, 0);
            if (answer < 0) {
                return Limits.packed(answer, 0);
            }
            long witness = (long) TAT.compareAndExchange(this, seen, now + answer);
            if (witness == seen) {
                return Limits.packed(answer, 0);
            }
            seen = witness;
        }
    }

    long peek(long nanos, long permits) {
        Gcra gcra = limits.gcra(0);
        return Limits.packed(gcra.answer(gcra.debt(tat, gcra.ticks(nanos), 0), gcra.cost(permits), 0), 0);
    }
}
