package dev.faregate.ratelimit;

/**
 * What kind of keys a limit counts. Each kind has room of its own for its buckets in the memory of this process, so that a flood of
 * keys of one kind takes no room from the others. Equal keys of different kinds have different buckets.
 */
public enum KeySpace {

    /**
     * Callers that have proved who they are, such as those with a valid token. They have all the room of
     * {@link RateLimiter.Builder#maxBuckets}. Keys of one owner can be put into a {@linkplain EndpointLimiter#inGroup group}, which has
     * a share of the room.
     */
    IDENTIFIED(1),

    /** Callers that can make up their keys, such as network addresses. They have a quarter as much room. */
    ANONYMOUS(4),

    /**
     * Failed attempts, such as those to sign in. They have a quarter as much room. Where there is no room, a failed attempt is allowed
     * and not counted. {@linkplain RateLimiter.Builder#shadow() Shadow mode} does not reach them.
     */
    FAILURES(4);

    private final int divisor;

    KeySpace(int divisor) {
        this.divisor = divisor;
    }

    /** The most buckets of this kind. */
    long most(long maxBuckets) {
        return Math.max(1, maxBuckets / divisor);
    }

    /** The name under which a store that knows no kinds keeps an endpoint's buckets. No endpoint's name begins with a tab. */
    String nameOf(String endpoint) {
        return this == IDENTIFIED ? endpoint : "\t" + name() + "\t" + endpoint;
    }
}
