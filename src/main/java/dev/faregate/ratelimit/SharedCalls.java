package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls to one endpoint's remote buckets that share questions and leases, by caller. Safe for use by many threads. */
final class SharedCalls {

    private record Key(String caller, Limits limits) {}

    /** Queues that come and go with each call share the locks of a table that is small. */
    private static final int ROOM = 256;

    private final String endpoint;
    private final BucketStore.Buckets remote;
    private final KnownBuckets known;
    private final RemoteCalls calls;
    private final MonotonicClock clock;
    private final int leasingNodes;
    private final ConcurrentHashMap<Key, CallerQueue> queues = new ConcurrentHashMap<>(ROOM);
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable Future<?> timer;
    private volatile boolean leases;

    SharedCalls(
            String endpoint,
            BucketStore.Buckets remote,
            KnownBuckets known,
            RemoteCalls calls,
            MonotonicClock clock,
            int leasingNodes) {
        this.endpoint = endpoint;
        this.remote = remote;
        this.known = known;
        this.calls = calls;
        this.clock = clock;
        this.leasingNodes = leasingNodes;
        this.leases = leasingNodes > 0;
    }

    BucketStore.@Nullable Grant takeLeased(String caller, Limits limits, long permits) {
        CallerQueue queue = leases ? queues.get(new Key(caller, limits)) : null;
        return queue == null ? null : queue.takeLeased(permits);
    }

    void add(String caller, @Nullable String group, Limits limits, Call call) {
        Key key = new Key(caller, limits);
        boolean added;
        do {
            added = queue(key, group).add(call);
        } while (!added);
        if (leases) {
            sweepLater();
        }
    }

    private CallerQueue queue(Key key, @Nullable String group) {
        CallerQueue known = queues.get(key);
        if (known != null) {
            return known;
        }
        CallerQueue made = new CallerQueue(this, key.caller(), group, key.limits());
        CallerQueue before = queues.putIfAbsent(key, made);
        return before == null ? made : before;
    }

    CompletableFuture<BucketStore.Grant> ask(String caller, Limits limits, Batch batch) {
        int callers = batch.calls().size();
        return batch.leased() == 0
                ? calls.ask(endpoint, callers, () -> remote.takeAsync(caller, limits, batch.permits()), null)
                        .thenApply(Answered::byStore)
                : calls.ask(
                        endpoint,
                        callers,
                        () -> remote.reserveAsync(caller, limits, batch.asked(), 0),
                        late -> giveBackAll(caller, late));
    }

    void giveBackAll(String caller, BucketStore.Grant grant) {
        if (Limits.allows(grant.answer())) {
            giveBack(caller, grant::refundAsync);
        }
    }

    /** Gives permits back to the store; fails with {@link Unanswered} if that does not say in time whether it took them. */
    CompletionStage<Boolean> giveBack(String caller, Supplier<CompletionStage<Boolean>> giving) {
        known.refunded(caller);
        return calls.ask(endpoint, 1, giving, late -> known.refunded(caller))
                .whenComplete((given, failure) -> known.refunded(caller));
    }

    void drop(String caller, Limits limits, CallerQueue queue) {
        queues.remove(new Key(caller, limits), queue);
    }

    /** Gives back all that is leased, and leases no more. */
    void close() {
        leases = false;
        Future<?> last = timer;
        if (last != null) {
            last.cancel(false);
        }
        sweep();
    }

    private void sweepLater() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            timer = clock.schedule(
                    () -> {
                        sweeping.set(false);
                        sweep();
                        if (!queues.isEmpty()) {
                            sweepLater();
                        }
                    },
                    Lease.LIFE_NANOS);
        }
    }

    private void sweep() {
        queues.values().forEach(CallerQueue::sweep);
    }

    KnownBuckets known() {
        return known;
    }

    boolean leases() {
        return leases;
    }

    int leasingNodes() {
        return leasingNodes;
    }

    long nanos() {
        return clock.nanos();
    }
}
