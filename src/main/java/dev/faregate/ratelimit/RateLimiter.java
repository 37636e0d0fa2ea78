package dev.faregate.ratelimit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits callers by endpoint. With nothing configured, five calls a second for each endpoint and caller, in memory. Safe for
 * use by many threads.
 */
public final class RateLimiter {

    private static final int MOST_ENDPOINTS = 10_000;

    private final BucketStore store;
    private final @Nullable RateLimitListeners listener;
    private final Decisions decisions;
    private final Decisions enforced;
    private final PermitWait waits;
    private final Map<KeySpace, Handles> handles = new EnumMap<>(KeySpace.class);
    private volatile LimitRules rules;

    private RateLimiter(Builder builder) {
        this.rules = builder.rules;
        this.listener = builder.listener;
        this.decisions = new Decisions(builder.listener, builder.shadow);
        this.enforced = new Decisions(builder.listener, false);
        this.waits = new PermitWait(builder.clock);
        this.store = builder.guardedStore();
        for (KeySpace space : KeySpace.values()) {
            handles.put(space, new Handles(new ConcurrentHashMap<>(), open("*", space)));
        }
    }

    /**
     * Starts with five a second, in memory, at most a million buckets.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether taking permits may block the thread that calls, for as long as the store's deadline. The {@code ...Async} methods never
     * block.
     *
     * @return false if the buckets are in the memory of this process
     */
    public boolean blocks() {
        return !(store instanceof InMemoryBucketStore);
    }

    /**
     * Returns the clock by which this limiter measures time.
     *
     * @return the clock
     */
    public MonotonicClock clock() {
        return waits.clock();
    }

    /**
     * The handle of an endpoint, to be kept: asking costs more than using it. Name endpoints by route, not by what a client
     * sent: from the 10,001st on, new endpoints have their own limits, but share their buckets.
     *
     * @param endpoint the endpoint, such as method and route template: {@code GET /rows/{id}}
     * @return its handle
     */
    public EndpointLimiter endpoint(String endpoint) {
        return endpoint(endpoint, KeySpace.IDENTIFIED);
    }

    /**
     * Returns the handle of an endpoint for one kind of keys, as {@link #endpoint(String)} does for identified callers. The limits are the
     * same, the buckets others.
     *
     * @param endpoint the endpoint
     * @param space the kind of keys
     * @return its handle
     */
    public EndpointLimiter endpoint(String endpoint, KeySpace space) {
        Handles all = Objects.requireNonNull(handles.get(Objects.requireNonNull(space, "space")));
        EndpointLimiter known = all.known.get(Objects.requireNonNull(endpoint, "endpoint"));
        if (known != null) {
            return known;
        }
        return all.known.mappingCount() < MOST_ENDPOINTS
                ? all.known.computeIfAbsent(endpoint, name -> handle(name, space, open(name, space)))
                : handle(endpoint, space, all.crowded);
    }

    /**
     * Takes one permit, if it is there: {@link #endpoint} and {@link EndpointLimiter#take(String)} at once.
     *
     * @param endpoint the endpoint
     * @param caller who calls; opaque, but not empty
     * @return the answer
     * @throws IllegalArgumentException if the caller is empty
     */
    public Decision take(String endpoint, String caller) {
        return endpoint(endpoint).take(caller);
    }

    /**
     * The rules that hold now.
     *
     * @return the rules
     */
    public LimitRules rules() {
        return rules;
    }

    /**
     * Changes the rules while calls go on, at once, also for the handles that were given out. Buckets keep their debt, counted
     * in permits, even if it is more than the new burst.
     *
     * @param newRules what holds from now on, such as {@code limiter.rules().plan("gold", Limit.perSecond(50))}
     */
    public void reconfigure(LimitRules newRules) {
        this.rules = Objects.requireNonNull(newRules, "newRules");
    }

    /**
     * Gives back what is leased from a store across a network, see {@link StoreGuard#leases}, and lets go of the threads that wait
     * for it. The limiter can still be used: from then on outage policies decide where the store blocks. Nothing else needs
     * closing: not calling this costs a caller at most the permits that are leased.
     */
    public void close() {
        if (store instanceof GuardedStore guarded) {
            guarded.close();
        }
    }

    PermitWait waits() {
        return waits;
    }

    private BucketStore.Buckets open(String endpoint, KeySpace space) {
        return store.open(endpoint, space, () -> {
            if (listener != null) {
                listener.overflowed(endpoint);
            }
        });
    }

    private EndpointLimiter handle(String endpoint, KeySpace space, BucketStore.Buckets buckets) {
        Decisions told = space == KeySpace.FAILURES ? enforced : decisions;
        return new EndpointLimiter(this, endpoint, buckets, told, current -> current.at(endpoint));
    }

    /** The handles for one kind of keys, and the buckets of endpoints beyond the most. */
    private record Handles(ConcurrentHashMap<String, EndpointLimiter> known, BucketStore.Buckets crowded) {}

    /** Puts a {@link RateLimiter} together. For use by one thread. */
    public static final class Builder {

        private LimitRules rules = LimitRules.standard();
        private MonotonicClock clock = MonotonicClock.system();
        private long maxBuckets = 1_000_000;
        private boolean shadow;
        private @Nullable RateLimitListeners listener;
        private @Nullable BucketStore store;
        private StoreGuard guard = StoreGuard.standard();

        private Builder() {}

        /**
         * Changes the default of five a second.
         *
         * @param limits one to four, which hold together
         * @return this builder
         * @throws IllegalArgumentException if there are none, more than four, or two of the same name
         */
        public Builder limit(Limit... limits) {
            return rules(rules.limit(limits));
        }

        /**
         * Sets the limits of some endpoints.
         *
         * @param endpointPattern which endpoints, see {@link LimitRules}
         * @param limits one to four, which hold together
         * @return this builder
         * @throws IllegalArgumentException if the pattern is empty, or there are none, more than four, or two of the same
         *     name
         */
        public Builder limit(String endpointPattern, Limit... limits) {
            return rules(rules.limit(endpointPattern, limits));
        }

        /**
         * Sets the limits of a plan, on all endpoints for which the plan has no others.
         *
         * @param plan the plan
         * @param limits one to four, which hold together
         * @return this builder
         * @throws IllegalArgumentException if there are none, more than four, or two of the same name
         */
        public Builder plan(String plan, Limit... limits) {
            return rules(rules.plan(plan, limits));
        }

        /**
         * Sets the limits of a plan on some endpoints.
         *
         * @param plan the plan
         * @param endpointPattern which endpoints
         * @param limits one to four, which hold together
         * @return this builder
         * @throws IllegalArgumentException if the pattern is empty, or there are none, more than four, or two of the same
         *     name
         */
        public Builder plan(String plan, String endpointPattern, Limit... limits) {
            return rules(rules.plan(plan, endpointPattern, limits));
        }

        /**
         * Sets all rules at once.
         *
         * @param all the rules
         * @return this builder
         */
        public Builder rules(LimitRules all) {
            this.rules = Objects.requireNonNull(all, "rules");
            return this;
        }

        /**
         * Decides and reports, but lets everything through. Limits of {@link KeySpace#FAILURES} hold nevertheless: they protect, and are
         * not to be tried out.
         *
         * @return this builder
         */
        public Builder shadow() {
            this.shadow = true;
            return this;
        }

        /**
         * Adds a listener. Several are notified in the order in which they were added. One that throws costs a line in the log.
         * Without a listener, none is notified, at no cost.
         *
         * @param hears the listener
         * @return this builder
         */
        public Builder listener(RateLimitListener hears) {
            RateLimitListeners before = listener == null ? RateLimitListeners.NONE : listener;
            this.listener = before.and(Objects.requireNonNull(hears, "listener"));
            return this;
        }

        /**
         * Sets the clock. The default is {@link MonotonicClock#system()}.
         *
         * @param runs the clock
         * @return this builder
         */
        public Builder clock(MonotonicClock runs) {
            this.clock = Objects.requireNonNull(runs, "clock");
            return this;
        }

        /**
         * Sets the most buckets of {@link KeySpace#IDENTIFIED} callers to keep in memory, over all endpoints. The default is a million,
         * which take some 64 MB and their callers' names. The other kinds of keys have room for a quarter of as many each. With a remote
         * store it bounds what this process remembers of the store's buckets, two for each caller.
         *
         * @param most at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBuckets(long most) {
            if (most < 1) {
                throw new IllegalArgumentException("maxBuckets: " + most + " (expected: > 0)");
            }
            this.maxBuckets = most;
            return this;
        }

        /**
         * Sets where buckets are kept. The default is memory. Any other store is guarded by {@link StoreGuard#standard()}.
         *
         * @param keeps the store
         * @return this builder
         */
        public Builder store(BucketStore keeps) {
            return store(keeps, StoreGuard.standard());
        }

        /**
         * Sets where buckets are kept, and how this limiter depends on it.
         *
         * @param keeps the store
         * @param depends the deadline, and whether to lease; counts for nothing with {@link BucketStore#inMemory}
         * @return this builder
         */
        public Builder store(BucketStore keeps, StoreGuard depends) {
            this.store = Objects.requireNonNull(keeps, "store");
            this.guard = Objects.requireNonNull(depends, "guard");
            return this;
        }

        /**
         * Builds it.
         *
         * @return a new limiter
         */
        public RateLimiter build() {
            return new RateLimiter(this);
        }

        private BucketStore guardedStore() {
            BucketStore keeps = store == null ? BucketStore.inMemory(clock, maxBuckets) : store;
            return keeps instanceof InMemoryBucketStore
                    ? keeps
                    : new GuardedStore(keeps, guard, clock, maxBuckets, listener);
        }
    }
}
