package dev.faregate.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one caller under one limit. One question at a time is on its way to the store; who calls meanwhile waits, and
 * the next question is for all of them, first come, first served. Where permits are leased, the lease is here. Safe for use by
 * many threads. What always holds:
 *
 * <ul>
 *   <li>While {@code asking}, one thread or one answer under way sees to those who wait; else nobody waits. So whoever finds
 *       nobody asking asks, and a call that was added never waits for another to come.
 *   <li>A call waits, or is in the one batch that was asked, or has its answer. A batch is settled once: all its calls are
 *       answered, or all wait again.
 *   <li>A call's deadline ends it wherever it is, see {@link Call#expire}; then it is passed over.
 *   <li>Nothing that depends on an answer, nor the store, runs under the lock.
 *   <li>A dropped queue has nobody waiting, no lease, and takes no call.
 * </ul>
 */
final class CallerQueue {

    private final SharedCalls shared;
    private final String caller;
    private final @Nullable String group;
    private final Limits limits;
    private final Gcra gcra;
    private final WaitingCalls waiting;
    private final CallerLease lease;
    private boolean asking;
    private boolean dropped;

    CallerQueue(SharedCalls shared, String caller, @Nullable String group, Limits limits) {
        this.shared = shared;
        this.caller = caller;
        this.group = group;
        this.limits = limits;
        this.gcra = limits.first();
        this.waiting = new WaitingCalls(limits.smallestBurst());
        this.lease = new CallerLease(shared, gcra);
    }

    /** Takes from the lease; null if that does not cover it. */
    synchronized BucketStore.@Nullable Grant takeLeased(long permits) {
        BucketStore.Grant leased = lease.take(permits);
        if (leased != null) {
            lease.wanted(permits);
        }
        return leased;
    }

    /** False if this queue is not in use any more: there is a newer one. */
    boolean add(Call call) {
        synchronized (this) {
            if (dropped) {
                return false;
            }
            lease.wanted(call.permits());
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
            CompletableFuture<BucketStore.Grant> reply = shared.ask(caller, limits, batch);
            if (!reply.isDone()) {
                CompletionStage<BucketStore.Grant> later = reply;
                later.whenComplete((grant, failure) -> {
                    settle(asked, sent, grant);
                    ask();
                });
                return;
            }
            settle(asked, sent, reply.isCompletedExceptionally() ? null : reply.join());
        }
    }

    private Batch next() {
        List<Runnable> answers = new ArrayList<>();
        Batch batch;
        synchronized (this) {
            batch = waiting.next(this::known, lease::size, answers);
            asking = batch.permits() > 0;
            if (!asking && !shared.leases()) {
                drop();
            }
        }
        answers.forEach(Runnable::run);
        return batch;
    }

    private BucketStore.@Nullable Grant known(long permits) {
        BucketStore.Grant leased = lease.take(permits);
        if (leased != null) {
            return leased;
        }
        long denial = shared.known().denial(caller, limits, permits, 0);
        return denial < 0 ? Answered.byStore(denial) : null;
    }

    /** The store's answer to a question; null if there was none. */
    private void settle(Batch batch, KnownBuckets.Sent sent, BucketStore.@Nullable Grant grant) {
        if (grant == null) {
            batch.byPolicy();
            return;
        }
        shared.known().learn(caller, group, limits, batch.asked(), grant.answer(), sent);
        long debt = limits.debt(grant.answer(), batch.asked());
        if (Limits.allows(grant.answer())) {
            Lease before;
            synchronized (this) {
                before = lease.granted(grant, batch.leased(), debt);
            }
            batch.admit(gcra, debt);
            giveBack(before);
            return;
        }
        long fitting = batch.fitting(gcra, debt);
        synchronized (this) {
            lease.told(debt);
            if (fitting > 0) {
                waiting.comeBack(batch.calls(), fitting);
            }
        }
        if (fitting == 0) {
            batch.deny(gcra, debt);
        }
    }

    /** Gives back a lease that is over, and drops a queue that nobody asked for a second. */
    void sweep() {
        Lease over;
        synchronized (this) {
            over = lease.ended();
            if (!asking && lease.isIdle()) {
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
