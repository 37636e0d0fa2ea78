package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's remote buckets, made safe to depend on, see {@link StoreGuard}. Every answer has one way, whether a thread
 * waits for it or not: what is leased or known here, then the store, then the outage policy.
 */
final class GuardedBuckets implements BucketStore.Buckets {

    private final String endpoint;
    private final BucketStore.Buckets remote;
    private final KnownBuckets known;
    private final RemoteCalls calls;
    private final SharedCalls shared;
    private final @Nullable String group;

    /** For callers of a group, or without one. */
    GuardedBuckets(
            String endpoint,
            BucketStore.Buckets remote,
            KnownBuckets known,
            RemoteCalls calls,
            SharedCalls shared,
            @Nullable String group) {
        this.endpoint = endpoint;
        this.remote = remote;
        this.known = known;
        this.calls = calls;
        this.shared = shared;
        this.group = group;
    }

    @Override
    public GuardedBuckets inGroup(String name) {
        return new GuardedBuckets(endpoint, remote, known, calls, shared, name);
    }

    private InMemoryBuckets local() {
        return known.local().inGroup(group);
    }

    @Override
    public Limits counted(Limits limits) {
        return remote.counted(limits);
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        return taken(caller, limits, permits).answer();
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        return peeked(caller, limits, permits).answer();
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        return reserving(caller, limits, permits, maxWaitNanos, true).join();
    }

    @Override
    public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
        return takenAsync(caller, limits, permits).thenApply(BucketStore.Grant::answer);
    }

    @Override
    public CompletionStage<BucketStore.Grant> reserveAsync(
            String caller, Limits limits, long permits, long maxWaitNanos) {
        return reserving(caller, limits, permits, maxWaitNanos, false);
    }

    /** {@link #take} that says who decided. */
    BucketStore.Grant taken(String caller, Limits limits, long permits) {
        BucketStore.Grant here = here(caller, limits, permits);
        if (here != null) {
            return here;
        }
        return calls.refuses()
                ? takenByPolicy(caller, limits, permits)
                : taking(caller, limits, permits, true).join();
    }

    /** {@link #takeAsync} that says who decided. */
    CompletableFuture<BucketStore.Grant> takenAsync(String caller, Limits limits, long permits) {
        BucketStore.Grant here = here(caller, limits, permits);
        if (here == null && !calls.refuses()) {
            return taking(caller, limits, permits, false);
        }
        return CompletableFuture.completedFuture(here == null ? takenByPolicy(caller, limits, permits) : here);
    }

    /** {@link #peek} that says who decided. */
    BucketStore.Grant peeked(String caller, Limits limits, long permits) {
        CallCheck.caller(caller);
        long denial = known.denial(caller, limits, permits, 0);
        if (denial < 0) {
            return Answered.byStore(denial);
        }
        if (calls.refuses()) {
            return peekedByPolicy(caller, limits, permits);
        }
        Call call = new Call(calls, endpoint, permits, () -> peekedByPolicy(caller, limits, permits), true);
        return asked(
                        call,
                        caller,
                        limits,
                        false,
                        () -> calls.ask(endpoint, 1, () -> remote.peekAsync(caller, limits, permits), null)
                                .<BucketStore.Grant>thenApply(Answered::byStore))
                .join();
    }

    /** What is known here of what {@link #peek} would answer, asking nobody. */
    BucketStore.Grant peekedHere(String caller, Limits limits, long permits) {
        return new Answered(local().peek(caller, limits, permits), DecidedBy.LOCAL);
    }

    private BucketStore.@Nullable Grant here(String caller, Limits limits, long permits) {
        CallCheck.caller(caller);
        BucketStore.Grant leased = shared.takeLeased(caller, limits, permits);
        if (leased != null) {
            return leased;
        }
        long denial = known.denial(caller, limits, permits, 0);
        return denial < 0 ? Answered.byStore(denial) : null;
    }

    private CompletableFuture<BucketStore.Grant> taking(String caller, Limits limits, long permits, boolean blocked) {
        Call call = new Call(calls, endpoint, permits, () -> takenByPolicy(caller, limits, permits), blocked);
        if (limits.count() > 1) {
            return asked(
                    call,
                    caller,
                    limits,
                    true,
                    () -> calls.ask(endpoint, 1, () -> remote.takeAsync(caller, limits, permits), null)
                            .<BucketStore.Grant>thenApply(Answered::byStore));
        }
        if (call.begin()) {
            shared.add(caller, group, limits, call);
        }
        return call.answer();
    }

    private CompletableFuture<BucketStore.Grant> reserving(
            String caller, Limits limits, long permits, long maxWaitNanos, boolean blocked) {
        long denial = known.denial(caller, limits, permits, maxWaitNanos);
        if (denial < 0) {
            return CompletableFuture.completedFuture(Answered.byStore(denial));
        }
        if (calls.refuses()) {
            return CompletableFuture.completedFuture(reservedByPolicy(caller, limits, permits, maxWaitNanos));
        }
        Call call = new Call(
                calls, endpoint, permits, () -> reservedByPolicy(caller, limits, permits, maxWaitNanos), blocked);
        return asked(
                call,
                caller,
                limits,
                true,
                () -> calls.ask(
                                endpoint,
                                1,
                                () -> remote.reserveAsync(caller, limits, permits, maxWaitNanos),
                                late -> shared.giveBackAll(caller, late))
                        .<BucketStore.Grant>thenApply(grant -> new RemoteGrant(shared, caller, grant)));
    }

    /** Asks for one call alone. */
    private CompletableFuture<BucketStore.Grant> asked(
            Call call,
            String caller,
            Limits limits,
            boolean wanting,
            Supplier<CompletionStage<BucketStore.Grant>> question) {
        if (call.begin()) {
            KnownBuckets.Sent sent = known.sent(caller);
            call.asked();
            question.get().whenComplete((grant, failure) -> {
                if (failure != null) {
                    call.byPolicy();
                    return;
                }
                if (wanting) {
                    known.learn(caller, group, limits, call.permits(), grant.answer(), sent);
                }
                if (!call.answer(grant)) {
                    grant.refundAsync();
                }
            });
        }
        return call.answer();
    }

    private BucketStore.Grant takenByPolicy(String caller, Limits limits, long permits) {
        return limits.whenDown() == OutagePolicy.LOCAL
                ? new Answered(local().take(caller, limits, permits), DecidedBy.LOCAL)
                : withoutBucket(limits, permits);
    }

    private BucketStore.Grant peekedByPolicy(String caller, Limits limits, long permits) {
        return limits.whenDown() == OutagePolicy.LOCAL
                ? new Answered(local().peek(caller, limits, permits), DecidedBy.LOCAL)
                : withoutBucket(limits, permits);
    }

    private BucketStore.Grant reservedByPolicy(String caller, Limits limits, long permits, long maxWaitNanos) {
        return limits.whenDown() == OutagePolicy.LOCAL
                ? new LocalGrant(local().reserve(caller, limits, permits, maxWaitNanos))
                : withoutBucket(limits, permits);
    }

    /** As a full bucket would answer, or an empty one that has a permit when the store may be asked again. */
    private BucketStore.Grant withoutBucket(Limits limits, long permits) {
        if (limits.whenDown() == OutagePolicy.OPEN) {
            return new Answered(limits.answerOfFull(permits), DecidedBy.OPEN);
        }
        Gcra gcra = limits.first();
        long answer = permits == 0 ? gcra.tau() : -Math.max(1, gcra.ticksWithin(calls.comeBackNanos()));
        return new Answered(Limits.packed(answer, 0), DecidedBy.CLOSED);
    }
}
