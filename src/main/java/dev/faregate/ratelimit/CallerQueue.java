package dev.faregate.ratelimit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one caller under one limit. One question at a time is on its way to the store; who calls meanwhile waits, and
 * the next question is for all of them, first come, first served. Where permits are leased, the lease is here. Safe for use by
 * many threads; nothing that depends on an answer runs under its lock.
 */
final class CallerQueue {

    private final SharedCalls shared;
    private final String caller;
    private final Limits limits;
    private final Gcra gcra;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Demand demand = new Demand();
    private boolean asking;
    private boolean dropped;
    private @Nullable Lease lease;

    /** What of the bucket is left for those who wait, if the store just said so. */
    private long room = Long.MAX_VALUE;

    /** When the bucket will be full, by the store's last answer; until there was one, it counts as empty. */
    private @Nullable Long tat;

    CallerQueue(SharedCalls shared, String caller, Limits limits) {
        this.shared = shared;
        this.caller = caller;
        this.limits = limits;
        this.gcra = limits.first();
    }

    /** Takes from the lease; null if that does not cover it. */
    synchronized BucketStore.@Nullable Grant takeLeased(long permits) {
        Lease current = lease;
        if (current == null || !current.covers(permits, shared.nanos())) {
            return null;
        }
        demand.asks(permits, shared.nanos());
        return Answered.byStore(current.take(permits, shared.known().units()));
    }

    /** False if this queue is not in use any more: there is a newer one. */
    boolean add(Call call) {
        synchronized (this) {
            if (dropped) {
                return false;
            }
            demand.asks(call.permits(), shared.nanos());
            waiting.add(call);
            if (asking) {
                return true;
            }
            asking = true;
        }
        ask();
        return true;
    }

    /** Asks for those who wait, until there are none or an answer is under way. */
    private void ask() {
        for (Batch batch = next(); batch.permits() > 0; batch = next()) {
            Batch asked = batch;
            KnownBuckets.Sent sent = shared.known().sent(caller);
            CompletionStage<BucketStore.Grant> answer = shared.ask(caller, limits, batch);
            CompletableFuture<BucketStore.Grant> reply = answer.toCompletableFuture();
            if (!reply.isDone()) {
                answer.whenComplete((grant, failure) -> {
                    settle(asked, sent, grant);
                    ask();
                });
                return;
            }
            settle(asked, sent, reply.isCompletedExceptionally() ? null : reply.join());
        }
    }

    private Batch next() {
        List<Runnable> known = new ArrayList<>();
        Batch batch;
        synchronized (this) {
            batch = batch(known);
            asking = batch.permits() > 0;
            if (!asking && !shared.leases()) {
                drop();
            }
        }
        known.forEach(Runnable::run);
        return batch;
    }

    private Batch batch(List<Runnable> known) {
        List<Call> calls = new ArrayList<>();
        boolean cut = room < Long.MAX_VALUE;
        long most = Math.min(room, limits.smallestBurst());
        long permits = 0;
        for (Iterator<Call> all = waiting.iterator(); all.hasNext(); ) {
            Call call = all.next();
            BucketStore.Grant answer = call.isDone() ? null : known(call.permits());
            if (answer != null) {
                known.add(() -> call.answer(answer));
            } else if (!call.isDone()) {
                if (permits + call.permits() > most && !cut) {
                    break;
                } else if (permits + call.permits() > most) {
                    continue;
                }
                permits += call.permits();
                call.asked();
                calls.add(call);
            }
            all.remove();
        }
        room = Long.MAX_VALUE;
        if (cut && permits == 0) {
            return batch(known);
        }
        return new Batch(calls, permits, cut || permits == 0 ? 0 : extra(permits));
    }

    /** An answer that needs no question. */
    private BucketStore.@Nullable Grant known(long permits) {
        BucketStore.Grant leased = takeLeased(permits);
        if (leased != null) {
            return leased;
        }
        long denial = shared.known().denial(caller, limits, permits, 0);
        return denial < 0 ? Answered.byStore(denial) : null;
    }

    private long extra(long permits) {
        Long full = tat;
        if (!shared.leases() || full == null) {
            return 0;
        }
        long debt = Math.max(0, full - gcra.ticks(shared.known().units()));
        return Lease.size(gcra, gcra.remaining(debt) - permits, demand.peak(shared.nanos()), shared.leasingNodes());
    }

    private void settle(Batch batch, KnownBuckets.Sent sent, BucketStore.@Nullable Grant grant) {
        if (grant == null) {
            batch.byPolicy();
            return;
        }
        long answer = grant.answer();
        boolean admitted = Limits.allows(answer);
        shared.known().learn(caller, limits, batch.asked(), answer, sent);
        long debt = limits.debt(answer, batch.asked());
        Lease before = null;
        synchronized (this) {
            long full = gcra.ticks(shared.known().units()) + debt;
            tat = full;
            if (admitted && batch.leased() > 0) {
                before = lease;
                lease = new Lease(grant, gcra, full, shared.nanos(), batch.leased());
            } else if (!admitted && batch.fitting(gcra, debt) > 0) {
                room = batch.fitting(gcra, debt);
                for (int i = batch.calls().size() - 1; i >= 0; i--) {
                    waiting.addFirst(batch.calls().get(i));
                }
                return;
            }
        }
        if (admitted) {
            batch.admit(gcra, debt);
        } else {
            batch.deny(gcra, debt);
        }
        giveBack(before);
    }

    /** Gives back a lease that is over, and drops a queue that nobody asked for a second. */
    void sweep() {
        Lease over = null;
        synchronized (this) {
            Lease current = lease;
            if (current != null && (!shared.leases() || current.isOver(shared.nanos()))) {
                over = current;
                lease = null;
            }
            if (lease == null && !asking && demand.peak(shared.nanos()) == 0) {
                drop();
            }
        }
        giveBack(over);
    }

    private void giveBack(@Nullable Lease over) {
        if (over != null && over.left() > 0) {
            shared.giveBack(caller, () -> over.grant().refundAsync(over.left()));
        }
    }

    private void drop() {
        dropped = true;
        shared.drop(caller, limits, this);
    }
}
