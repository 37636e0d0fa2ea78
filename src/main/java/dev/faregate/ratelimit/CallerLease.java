package dev.faregate.ratelimit;

import org.jspecify.annotations.Nullable;

/** What this process leases of one bucket, if it leases at all: see {@link StoreGuard#leases}. Not safe for use by many threads. */
final class CallerLease {

    private final SharedCalls shared;
    private final Gcra gcra;
    private final Demand demand = new Demand();
    private @Nullable Lease lease;

    /** When the bucket will be full, by the store's last answer; until there was one, it counts as empty. */
    private @Nullable Long tat;

    CallerLease(SharedCalls shared, Gcra gcra) {
        this.shared = shared;
        this.gcra = gcra;
    }

    /** Somebody asked for permits, wherever they came from: once for each call. */
    void wanted(long permits) {
        demand.asks(permits, shared.nanos());
    }

    /** Nobody has asked for a second, and nothing is leased. */
    boolean isIdle() {
        return lease == null && demand.peak(shared.nanos()) == 0;
    }

    /** Takes from the lease; null if that does not cover it. */
    BucketStore.@Nullable Grant take(long permits) {
        Lease current = lease;
        return current == null || !current.covers(permits, shared.nanos())
                ? null
                : Answered.byStore(current.take(permits, shared.known().units()));
    }

    /** How many permits to lease besides those that are needed. */
    long size(long needed) {
        Long full = tat;
        if (!shared.leases() || full == null) {
            return 0;
        }
        long debt = Math.max(0, full - gcra.ticks(shared.known().units()));
        return Lease.size(gcra, gcra.remaining(debt) - needed, demand.peak(shared.nanos()), shared.leasingNodes());
    }

    /** The store said what is owed. */
    void told(long debt) {
        tat = gcra.ticks(shared.known().units()) + debt;
    }

    /** The store granted so many permits to lease, and said what is owed then; returns the lease before, to be given back. */
    @Nullable
    Lease granted(BucketStore.Grant grant, long leased, long debt) {
        told(debt);
        if (leased == 0) {
            return null;
        }
        Lease before = lease;
        lease = new Lease(grant, gcra, gcra.ticks(shared.known().units()) + debt, shared.nanos(), leased);
        return before;
    }

    /** Ends a lease that is over; returns it, to be given back. */
    @Nullable
    Lease ended() {
        Lease current = lease;
        if (current == null || (shared.leases() && !current.isOver(shared.nanos()))) {
            return null;
        }
        lease = null;
        return current;
    }
}
