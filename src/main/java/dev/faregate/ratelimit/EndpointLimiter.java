package dev.faregate.ratelimit;

import java.util.Objects;
import java.util.function.Function;

/**
 * The limits of one endpoint: a handle to keep, since finding it costs more than using it. Each caller has one bucket here,
 * whatever plan or limits it comes with. Safe for use by many threads; follows when the limiter's rules change.
 */
public final class EndpointLimiter {

    private final RateLimiter limiter;
    private final String endpoint;
    private final BucketStore.Buckets buckets;
    private final Function<LimitRules, Limits> choice;
    private volatile Chosen chosen;

    EndpointLimiter(
            RateLimiter limiter, String endpoint, BucketStore.Buckets buckets, Function<LimitRules, Limits> choice) {
        this.limiter = limiter;
        this.endpoint = endpoint;
        this.buckets = buckets;
        this.choice = choice;
        LimitRules rules = limiter.rules();
        this.chosen = new Chosen(rules, choice.apply(rules));
    }

    /**
     * The endpoint.
     *
     * @return what the limiter was asked for
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * The limits that hold here now.
     *
     * @return the limits
     */
    public Limits limits() {
        Chosen current = chosen;
        LimitRules rules = limiter.rules();
        if (current.rules != rules) {
            current = new Chosen(rules, choice.apply(rules));
            chosen = current;
        }
        return current.limits;
    }

    /**
     * This endpoint under a plan's limits. The buckets are the same: who changes the plan keeps the debt.
     *
     * @param plan the plan; one that the rules do not know changes nothing
     * @return the handle
     */
    public EndpointLimiter forPlan(String plan) {
        Objects.requireNonNull(plan, "plan");
        return new EndpointLimiter(limiter, endpoint, buckets, rules -> rules.at(endpoint, plan));
    }

    /**
     * This endpoint under other limits, such as a base token brings along. The buckets are the same.
     *
     * @param limits the limits, whatever the rules say
     * @return the handle
     */
    public EndpointLimiter with(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return new EndpointLimiter(limiter, endpoint, buckets, rules -> limits);
    }

    /**
     * Takes one permit, if it is there.
     *
     * @param caller who calls; opaque
     * @return the answer
     */
    public Decision take(String caller) {
        return take(caller, 1);
    }

    /**
     * Takes permits, if they are there: all of them or none.
     *
     * @param caller who calls; opaque
     * @param permits how many; at least 1
     * @return the answer
     * @throws IllegalArgumentException if permits are less than 1
     */
    public Decision take(String caller, long permits) {
        if (permits <= 0) {
            throw outOfRange(permits, "> 0");
        }
        Limits limits = limits();
        long answer = limits.hold(permits) ? buckets.take(caller, limits, permits) : Limits.NEVER;
        Decision decision = limits.decision(answer, permits, limiter.shadow());
        limiter.tell(endpoint, caller, decision);
        return decision;
    }

    /**
     * Tells what {@link #take(String, long)} would answer now, and changes nothing.
     *
     * @param caller whose bucket
     * @param permits how many; at least 0: with none it tells how full the bucket is
     * @return the answer
     * @throws IllegalArgumentException if permits are less than 0
     */
    public Decision peek(String caller, long permits) {
        if (permits < 0) {
            throw outOfRange(permits, ">= 0");
        }
        Limits limits = limits();
        long answer = limits.hold(permits) ? buckets.peek(caller, limits, permits) : Limits.NEVER;
        return limits.decision(answer, permits, limiter.shadow());
    }

    private IllegalArgumentException outOfRange(long permits, String expected) {
        return new IllegalArgumentException(
                "permits: " + permits + " (expected: " + expected + ") for endpoint \"" + endpoint + "\"");
    }

    @Override
    public String toString() {
        return "EndpointLimiter[" + endpoint + ", " + limits() + "]";
    }

    private record Chosen(LimitRules rules, Limits limits) {}
}
