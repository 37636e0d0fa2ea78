package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A caller that waits for the store's answer, or the outage policy's. */
final class Call implements Timed {

    private final RemoteCalls calls;
    private final String endpoint;
    private final long permits;
    private final long sinceNanos;
    private final Supplier<BucketStore.Grant> policy;
    private final boolean blocked;
    private final CompletableFuture<BucketStore.Grant> answer = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private boolean entered;
    private long ticket;
    private volatile boolean asked;

    /** A thread is blocked until the answer, or else whatever depends on it runs where the answer is given. */
    Call(RemoteCalls calls, String endpoint, long permits, Supplier<BucketStore.Grant> policy, boolean blocked) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.permits = permits;
        this.sinceNanos = calls.nanos();
        this.policy = policy;
        this.blocked = blocked;
    }

    long permits() {
        return permits;
    }

    CompletableFuture<BucketStore.Grant> answer() {
        return answer;
    }

    /** Has the caller wait if there is room; else the policy answers. */
    boolean begin() {
        if (!calls.enter()) {
            byPolicy();
            return false;
        }
        entered = true;
        ticket = calls.watching();
        calls.watch(this);
        return true;
    }

    /** The store is asked for it: what becomes of that is not for this call to report. */
    void asked() {
        asked = true;
    }

    /** False if it has an answer. */
    boolean answer(BucketStore.Grant grant) {
        boolean first = decide();
        if (first) {
            answer.complete(grant);
        }
        return first;
    }

    void byPolicy() {
        if (decide()) {
            answer.complete(policy.get());
        }
    }

    private boolean decide() {
        boolean first = decided.compareAndSet(false, true);
        if (first && entered) {
            calls.leave();
        }
        return first;
    }

    @Override
    public long sinceNanos() {
        return sinceNanos;
    }

    @Override
    public boolean isDone() {
        return decided.get();
    }

    @Override
    public void expire() {
        RemoteCalls.News news = asked || isDone() ? null : calls.report(endpoint, ticket, 1, calls.timeout());
        end();
        if (news != null) {
            calls.tell(news);
        }
    }

    @Override
    public void endEarly() {
        end();
    }

    private void end() {
        if (blocked) {
            byPolicy();
        } else if (decide()) {
            // Not on the timer's thread: what depends on the answer may take its time.
            answer.completeAsync(policy, ForkJoinPool.commonPool());
        }
    }

    @Override
    public boolean mayEndEarly() {
        return true;
    }
}
