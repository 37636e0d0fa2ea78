package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one endpoint: a handle to keep, since finding it costs more than using it. Each caller has one bucket here,
 * whatever plan or limits it comes with. Safe for use by many threads; follows when the limiter's rules change.
 */
public final class EndpointLimiter {

    private static final Duration LONGEST_WAIT = Duration.ofNanos(Gcra.LONGEST);

    private final RateLimiter limiter;
    private final String endpoint;
    private final BucketStore.Buckets buckets;
    private final @Nullable GuardedBuckets guarded;
    private final Decisions decisions;
    private final Function<LimitRules, Limits> choice;
    private volatile Chosen chosen;

    EndpointLimiter(
            RateLimiter limiter,
            String endpoint,
            BucketStore.Buckets buckets,
            Decisions decisions,
            Function<LimitRules, Limits> choice) {
        this(limiter, endpoint, buckets, decisions, choice, chosen(limiter.rules(), buckets, choice));
    }

    private EndpointLimiter(
            RateLimiter limiter,
            String endpoint,
            BucketStore.Buckets buckets,
            Decisions decisions,
            Function<LimitRules, Limits> choice,
            Chosen chosen) {
        this.limiter = limiter;
        this.endpoint = endpoint;
        this.buckets = buckets;
        this.guarded = buckets instanceof GuardedBuckets remote ? remote : null;
        this.decisions = decisions;
        this.choice = choice;
        this.chosen = chosen;
    }

    private static Chosen chosen(LimitRules rules, BucketStore.Buckets buckets, Function<LimitRules, Limits> choice) {
        return new Chosen(rules, buckets.counted(choice.apply(rules)));
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
     * Whether taking permits may block the thread that calls, see {@link RateLimiter#blocks}.
     *
     * @return false if the buckets are in the memory of this process
     */
    public boolean blocks() {
        return guarded != null;
    }

    /**
     * The limits that hold here now.
     *
     * @return the limits
     */
    public Limits limits() {
        Chosen current = chosen;
        LimitRules rules = limiter.rules();
        return current.rules == rules ? current.limits : chosenAnew(rules);
    }

    private Limits chosenAnew(LimitRules rules) {
        Chosen current = chosen(rules, buckets, choice);
        chosen = current;
        return current.limits;
    }

    /**
     * This endpoint under a plan's limits. The buckets are the same, and what a caller owes stays, counted in permits, even if
     * it is more than the other limits' burst. Only a limit that the next plan has no counterpart of is forgotten: give all
     * plans as many limits.
     *
     * @param plan the plan; one that the rules do not know changes nothing
     * @return the handle
     */
    public EndpointLimiter forPlan(String plan) {
        Objects.requireNonNull(plan, "plan");
        return new EndpointLimiter(limiter, endpoint, buckets, decisions, rules -> rules.at(endpoint, plan));
    }

    /**
     * This endpoint under other limits, such as a base token brings along. The buckets are the same, and what is
     * owed stays, as with {@link #forPlan}.
     *
     * @param limits the limits, whatever the rules say
     * @return the handle
     */
    public EndpointLimiter with(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return new EndpointLimiter(limiter, endpoint, buckets, decisions, rules -> limits);
    }

    /**
     * Returns this endpoint for keys of one group, such as all tokens of one owner. The buckets are the same; a key always belongs to the
     * same group. A group holds at most an eighth of the room for buckets in memory, see {@link RateLimiter.Builder#maxBuckets}, and gets
     * no more of it beyond a two thousandth while more than half is taken. Further keys of the group then share one bucket. A key
     * without a group is a group of its own. Costs little: the handle need not be kept.
     *
     * @param group the group
     * @return the handle
     */
    public EndpointLimiter inGroup(String group) {
        Objects.requireNonNull(group, "group");
        return new EndpointLimiter(limiter, endpoint, buckets.inGroup(group), decisions, choice, chosen);
    }

    /**
     * Takes one permit, if it is there.
     *
     * @param caller who calls; opaque, but not empty
     * @return the answer
     * @throws IllegalArgumentException if the caller is empty
     */
    public Decision take(String caller) {
        return take(caller, 1);
    }

    /**
     * Takes permits, if they are there: all of them or none.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @return the answer
     * @throws IllegalArgumentException if the caller is empty, or permits are less than 1
     */
    public Decision take(String caller, long permits) {
        Limits limits = limits();
        if (guarded != null) {
            return takeGuarded(guarded, caller, limits, permits);
        }
        long answer = permits > 0 && limits.hold(permits)
                ? buckets.take(caller, limits, permits)
                : never(caller, limits, permits, 1);
        return decisions.told(endpoint, caller, limits, permits, answer, DecidedBy.STORE);
    }

    private Decision takeGuarded(GuardedBuckets remote, String caller, Limits limits, long permits) {
        BucketStore.Grant answer = permits > 0 && limits.hold(permits)
                ? remote.taken(caller, limits, permits)
                : Answered.byStore(never(caller, limits, permits, 1));
        return told(caller, limits, permits, answer);
    }

    /**
     * Tells what {@link #take(String, long)} would answer now, and changes nothing.
     *
     * @param caller whose bucket; not empty
     * @param permits how many; at least 0: with none it tells how full the bucket is
     * @return the answer
     * @throws IllegalArgumentException if the caller is empty, or permits are less than 0
     */
    public Decision peek(String caller, long permits) {
        Limits limits = limits();
        if (guarded != null && permits >= 0 && limits.hold(permits)) {
            BucketStore.Grant answer = guarded.peeked(caller, limits, permits);
            return decisions.of(limits, permits, answer.answer(), answer.decidedBy());
        }
        return decisions.of(limits, permits, peeked(caller, limits, permits), DecidedBy.STORE);
    }

    private long peeked(String caller, Limits limits, long permits) {
        return permits >= 0 && limits.hold(permits)
                ? buckets.peek(caller, limits, permits)
                : never(caller, limits, permits, 0);
    }

    /**
     * {@link #peek} without a question to a store across a network: from what this process has heard of the bucket, which it
     * takes for full if it has heard nothing. What other processes took since may be missing, and so may what was given back.
     *
     * @param caller whose bucket; not empty
     * @param permits how many; at least 0: with none it tells how full the bucket is
     * @return the answer
     * @throws IllegalArgumentException if the caller is empty, or permits are less than 0
     */
    public Decision peekHere(String caller, long permits) {
        Limits limits = limits();
        if (guarded == null || permits < 0 || !limits.hold(permits)) {
            return peek(caller, permits);
        }
        BucketStore.Grant answer = guarded.peekedHere(caller, limits, permits);
        return decisions.of(limits, permits, answer.answer(), answer.decidedBy());
    }

    /**
     * Whether {@link #peekHere} would allow; where buckets are in memory, this needs none itself.
     *
     * @param caller whose bucket; not empty
     * @param permits how many; at least 0
     * @return true in shadow mode
     * @throws IllegalArgumentException if the caller is empty, or permits are less than 0
     */
    public boolean allowsHere(String caller, long permits) {
        return guarded == null
                ? Limits.allows(peeked(caller, limits(), permits)) || decisions.shadow()
                : peekHere(caller, permits).allowed();
    }

    /**
     * Takes permits that are there, or will be within the time: debited at once, so that later calls queue behind it.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @param maxWait how long the caller is ready to wait; at least zero, in effect at most 36 years. In shadow mode nobody
     *     is made to wait
     * @return when to use the permits, and how to give them back; or a denial, if they will not be there in time
     * @throws IllegalArgumentException if the caller is empty, permits are less than 1, or the wait is negative
     */
    public Reservation reserve(String caller, long permits, Duration maxWait) {
        Limits limits = limits();
        long patience = patience(caller, permits, maxWait);
        BucketStore.Grant grant = limits.hold(permits)
                ? buckets.reserve(caller, limits, permits, patience)
                : Answered.byStore(limits.never());
        return reserved(caller, limits, permits, grant);
    }

    /**
     * Takes permits, and sleeps until they are there. First come, first served; what will not be there in time is refused at
     * once.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @param maxWait how long the caller is ready to wait; at least zero. In shadow mode nobody is made to wait
     * @return the answer, as of when it was asked for
     * @throws InterruptedException if the thread was interrupted before or meanwhile; the permits are then given back
     * @throws IllegalArgumentException if the caller is empty, permits are less than 1, or the wait is negative
     */
    public Decision takeWithin(String caller, long permits, Duration maxWait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return limiter.waits().await(reserve(caller, permits, maxWait));
    }

    /**
     * {@link #take(String, long)} without blocking, for stores across a network.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @return the answer, sooner or later
     * @throws IllegalArgumentException if the caller is empty, or permits are less than 1
     */
    public CompletionStage<Decision> takeAsync(String caller, long permits) {
        CallCheck.caller(caller);
        CallCheck.permits(endpoint, permits, 1);
        Limits limits = limits();
        CompletionStage<BucketStore.Grant> answer = !limits.hold(permits)
                ? CompletableFuture.completedStage(Answered.byStore(limits.never()))
                : guarded != null
                        ? guarded.takenAsync(caller, limits, permits)
                        : buckets.takeAsync(caller, limits, permits).thenApply(Answered::byStore);
        return answer.thenApply(given -> told(caller, limits, permits, given));
    }

    /**
     * {@link #reserve} without blocking, for stores across a network.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @param maxWait how long the caller is ready to wait; at least zero
     * @return the reservation or denial, sooner or later
     * @throws IllegalArgumentException if the caller is empty, permits are less than 1, or the wait is negative
     */
    public CompletionStage<Reservation> reserveAsync(String caller, long permits, Duration maxWait) {
        Limits limits = limits();
        long patience = patience(caller, permits, maxWait);
        return (limits.hold(permits)
                        ? buckets.reserveAsync(caller, limits, permits, patience)
                        : CompletableFuture.<BucketStore.Grant>completedStage(Answered.byStore(limits.never())))
                .thenApply(grant -> reserved(caller, limits, permits, grant));
    }

    /**
     * {@link #takeWithin} without a sleeping thread. To give up, cancel the answer's
     * {@link CompletionStage#toCompletableFuture() future}, or complete it with an exception: the permits are then given back.
     *
     * @param caller who calls; opaque, but not empty
     * @param permits how many; at least 1
     * @param maxWait how long the caller is ready to wait; at least zero
     * @return the answer, when the permits are there or were denied
     * @throws IllegalArgumentException if the caller is empty, permits are less than 1, or the wait is negative
     */
    public CompletionStage<Decision> takeWithinAsync(String caller, long permits, Duration maxWait) {
        return limiter.waits().awaitAsync(reserveAsync(caller, permits, maxWait));
    }

    private Reservation reserved(String caller, Limits limits, long permits, BucketStore.Grant grant) {
        long answer = grant.answer();
        long delay = Limits.allows(answer) ? limits.waitNanos(answer) : 0;
        return new Reservation(told(caller, limits, permits, grant), grant, delay);
    }

    private Decision told(String caller, Limits limits, long permits, BucketStore.Grant grant) {
        return decisions.told(endpoint, caller, limits, permits, grant.answer(), grant.decidedBy());
    }

    private long never(String caller, Limits limits, long permits, long least) {
        CallCheck.caller(caller);
        CallCheck.permits(endpoint, permits, least);
        return limits.never();
    }

    /** How many nanoseconds the call is ready to wait. */
    private long patience(String caller, long permits, Duration maxWait) {
        CallCheck.caller(caller);
        CallCheck.permits(endpoint, permits, 1);
        CallCheck.maxWait(endpoint, maxWait);
        return decisions.shadow() ? 0 : (maxWait.compareTo(LONGEST_WAIT) < 0 ? maxWait : LONGEST_WAIT).toNanos();
    }

    @Override
    public String toString() {
        return "EndpointLimiter[" + endpoint + ", " + limits() + "]";
    }

    private record Chosen(LimitRules rules, Limits limits) {}
}
