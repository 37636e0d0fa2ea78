package dev.faregate.integration.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Settings of the revocation log in Redis. Not safe for use by many threads. */
public final class RedisRevocationLogBuilder {

    private static final Duration LONGEST_TIME = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    private final RedisDriver driver;
    private final String name;
    private final Duration timeout;

    Duration retention = Duration.ofDays(90);
    Duration pollInterval = Duration.ofSeconds(1);
    Duration maxStaleness = Duration.ofSeconds(10);
    boolean asksWhenStale = true;
    SecureRandom random = new SecureRandom();
    LongSupplier nanos = System::nanoTime;

    RedisRevocationLogBuilder(RedisDriver driver, String name, Duration timeout) {
        this.driver = driver;
        this.name = name;
        this.timeout = timeout;
    }

    /**
     * How long entries are kept; by default 90 days. At least the longest life of base tokens, sessions and refresh tokens: what
     * was signed before an entry that is gone would be refused, so {@code FaregateBuilder.build()} refuses a shorter time.
     *
     * @param time a millisecond to a hundred years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RedisRevocationLogBuilder retention(Duration time) {
        this.retention = checked("retention", time, LONGEST_RETENTION);
        return this;
    }

    /**
     * How often the log is read where no message says that there is something new; by default each second.
     *
     * @param interval a millisecond to ten minutes
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RedisRevocationLogBuilder pollInterval(Duration interval) {
        this.pollInterval = checked("poll interval", interval, LONGEST_TIME);
        return this;
    }

    /**
     * How long Redis may be silent before base tokens and sessions are believed no more; by default 10 seconds.
     * The time is that of a clock which stands still while a machine is suspended: after waking, up to one poll may pass before
     * it is known what was revoked meanwhile.
     *
     * @param longest a millisecond to ten minutes; well above the poll interval
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RedisRevocationLogBuilder maxStaleness(Duration longest) {
        this.maxStaleness = checked("max staleness", longest, LONGEST_TIME);
        return this;
    }

    /**
     * Where Redis was silent for too long, refuses at once to judge base tokens and sessions. By default it is asked first, by one
     * caller at a time, and for the poll interval no more after it has failed to answer.
     *
     * @return this builder
     */
    public RedisRevocationLogBuilder refuseWhenStale() {
        this.asksWhenStale = false;
        return this;
    }

    /**
     * What the log's identity is made of; by default the platform's strong randomness.
     *
     * @param unpredictable the randomness
     * @return this builder
     */
    public RedisRevocationLogBuilder random(SecureRandom unpredictable) {
        this.random = Objects.requireNonNull(unpredictable, "unpredictable");
        return this;
    }

    /** Measures silence by another clock. */
    RedisRevocationLogBuilder nanos(LongSupplier ticker) {
        this.nanos = ticker;
        return this;
    }

    /**
     * Reads the log, makes it if there is none, and follows it from then on.
     *
     * @return the log; closing it stops following
     * @throws dev.faregate.identity.StoreUnavailableException if Redis does not answer
     */
    public RedisRevocationLog open() {
        return new RedisRevocationLog(driver, name, timeout, this);
    }

    private static Duration checked(String what, Duration time, Duration longest) {
        if (time.toMillis() < 1 || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException(what + ": " + time + " (expected: PT0.001S to " + longest + ")");
        }
        return time;
    }
}
