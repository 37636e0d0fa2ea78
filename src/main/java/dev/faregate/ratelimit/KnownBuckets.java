package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the buckets that a remote store keeps for one endpoint: for each caller bounds of its state, and a
 * bucket to decide by while the store does not answer. No call goes anywhere.
 *
 * <p><b>The lower bound.</b> Let a reply say that a limit's debt is d, and let s be the time here when the question was sent. The
 * store looked at its bucket no earlier than s, so the bucket will not be full before s + d: its theoretical arrival time (see
 * {@link Gcra}) is at least s + d here. Times of arrival never decrease while permits are only taken, so this stays true
 * whatever others take, and the highest such bound is the best. If even a bucket in this state denies a call, the store would
 * deny it, too. The time of the reply would not do: it may come late.
 *
 * <p><b>The upper bound</b> is from the time of the reply: a client that waits until that bucket has the permits is not too
 * early, unless others took meanwhile.
 *
 * <p>Where several limits hold, a reply tells of one. Of an admission nothing can be concluded; of a denial only that calls for as
 * many permits are denied, by the same limit, since all debts shrink alike.
 *
 * <p>What can make a bucket fuller than is known here:
 * <ul>
 *   <li>A refund of this process: what is known is dropped before and after, and replies to what was asked in between are not
 *       believed.
 *   <li>A refund of another process, or a store that lost its data: a denial may be too strict by what was given back, until
 *       its {@code retryAfter}, or for {@link #BELIEVED_NANOS} if that is sooner.
 *   <li>Other limits than before: what is known is dropped.
 *   <li>A clock of the store that runs faster than ours: by as much, over no more than {@link #BELIEVED_NANOS}; 100 ppm make
 *       that a millisecond at most.
 * </ul>
 */
final class KnownBuckets {

    /** A denial that no later reply confirms is believed no longer. */
    static final long BELIEVED_NANOS = 10_000_000_000L;

    private static final long BELIEVED_MICROS = BELIEVED_NANOS / 1000;
    private static final int STRIPES = 64;

    private final BucketTable table;
    private final InMemoryBuckets known;
    private final InMemoryBuckets local;
    private final AtomicIntegerArray refunds = new AtomicIntegerArray(STRIPES);

    KnownBuckets(BucketTable table, InMemoryBuckets known, InMemoryBuckets local) {
        this.table = table;
        this.known = known;
        this.local = local;
    }

    /** When a question is sent: to be handed to {@link #learn} with the reply. */
    record Sent(long units, int refunds) {}

    Sent sent(String caller) {
        int seen = refunds.get(stripe(caller));
        return new Sent(known.nanos(), seen);
    }

    /** The denial that the store would answer with, as far as is known here; else 0. */
    long denial(String caller, Limits limits, long permits, long maxWaitNanos) {
        int hash = known.hash(caller);
        return table.segment(hash).find(known, caller, hash) instanceof KnownBucket bucket
                        && bucket.limits.equals(limits)
                ? bucket.denial(
                        known.nanos(), permits, maxWaitNanos, limits.inMicros() ? BELIEVED_MICROS : BELIEVED_NANOS)
                : 0;
    }

    /**
     * Keeps what a reply said to a call that wanted permits. Not to one that only looked: what it would be told under other
     * limits than before does not hold until these limits are in force.
     */
    void learn(String caller, @Nullable String group, Limits limits, long permits, long answer, Sent sent) {
        int number = local.inGroup(group).groupOf(caller);
        boolean took = Limits.allows(answer);
        boolean several = limits.count() > 1;
        int index = limits.index(answer);
        Gcra gcra = limits.gcra(index);
        long debt = limits.debt(answer, permits);
        // Where clocks count microseconds, they need not do so in step.
        long least = sent.units() - (limits.inMicros() ? 1 : 0);
        table.use(known, caller, number, limits, false, bucket -> {
            if (bucket instanceof KnownBucket heard && refunds.get(stripe(caller)) == sent.refunds()) {
                if (!several || !took) {
                    heard.tell(index, debt, least, known.nanos(), several ? permits : 0);
                } else {
                    heard.forget();
                }
            }
            return bucket;
        });
        local.waits(gcra.nanos(Math.max(0, debt - gcra.tau())));
        table.use(local, caller, number, limits, false, bucket -> {
            if (took && several) {
                charge(bucket, limits, permits, index);
            }
            bucket.raise(index, gcra.ticks(local.nanos()) + debt);
            return bucket;
        });
    }

    /** Of several limits a reply tells the state of one. What the others are owed is known by what was taken. */
    private void charge(Bucket bucket, Limits limits, long permits, int told) {
        long[] tats = bucket.tats();
        for (int i = 0; i < tats.length; i++) {
            if (i != told) {
                long now = limits.gcra(i).ticks(local.nanos());
                bucket.raise(
                        i, now + Math.max(0, tats[i] - now) + limits.gcra(i).cost(permits));
            }
        }
    }

    /** To be called before permits are given back to the store, and again when they have been, or may have been. */
    void refunded(String caller) {
        refunds.incrementAndGet(stripe(caller));
        table.forget(known, caller);
    }

    private static int stripe(String caller) {
        return caller.hashCode() & STRIPES - 1;
    }

    /** The buckets to decide by while the store does not answer. */
    InMemoryBuckets local() {
        return local;
    }

    /** The time in the unit of the limits. */
    long units() {
        return known.nanos();
    }
}
