package dev.faregate.integration.redis;

import dev.faregate.exchange.SessionStore;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.BucketStore;
import java.time.Duration;
import java.util.Objects;

/**
 * The stores in one Redis (6.2 or newer, or Valkey), for any number of machines. Immutable, and safe for use by many threads;
 * each {@code with} returns a changed copy.
 *
 * <pre>{@code
 * RedisStores redis = RedisStores.over(LettuceDriver.connect("redis://localhost:6379"));
 * RateLimiter limiter = RateLimiter.builder().store(redis.buckets()).build();
 * }</pre>
 *
 * <p>Every operation is one run of one script on one key, so a cluster serves as well as a single server. Whatever fails, and
 * whatever takes longer than the timeout, ends with a {@link StoreUnavailableException}; whether it happened is then not known.
 */
public final class RedisStores {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    private final RedisDriver driver;
    private final String prefix;
    private final Duration timeout;

    private RedisStores(RedisDriver driver, String prefix, Duration timeout) {
        this.driver = driver;
        this.prefix = prefix;
        this.timeout = timeout;
    }

    /**
     * Uses a Redis, once it has shown that it is new enough and runs scripts. Keys begin with {@code faregate}, calls wait at
     * most a second.
     *
     * @param driver the way to the server
     * @return the stores
     * @throws StoreUnavailableException if the server cannot be reached
     * @throws IllegalStateException if it is older than 6.2, or the user may not run scripts or the commands they need
     */
    public static RedisStores over(RedisDriver driver) {
        RedisStores stores =
                new RedisStores(Objects.requireNonNull(driver, "driver"), "faregate", Duration.ofSeconds(1));
        ServerCheck.check(driver, stores.prefix);
        return stores;
    }

    /**
     * Sets how all keys begin: installations that share a Redis need one each.
     *
     * @param newPrefix 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}
     * @return the changed copy
     * @throws IllegalArgumentException if it is none
     */
    public RedisStores withPrefix(String newPrefix) {
        return new RedisStores(driver, RedisKey.checkedPrefix(newPrefix), timeout);
    }

    /**
     * Sets how long a call may take that a thread waits for. Whoever asks for buckets without waiting, as a limiter does, decides
     * itself when to give up: see {@code StoreGuard.deadline}.
     *
     * @param newTimeout a millisecond to a minute
     * @return the changed copy
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RedisStores withTimeout(Duration newTimeout) {
        if (newTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || newTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout: " + newTimeout + " (expected: " + SHORTEST_TIMEOUT + " to " + LONGEST_TIMEOUT + ")");
        }
        return new RedisStores(driver, prefix, newTimeout);
    }

    /**
     * The buckets. Time is the server's. A bucket is one key that lives until the bucket is full, to the millisecond.
     * No key must be evicted before, so set {@code maxmemory-policy noeviction} or {@code volatile-ttl}. A denial writes
     * nothing. A fail-over that loses the last writes lets through at most what they had taken.
     *
     * @return the store, for {@code RateLimiter.builder().store(…)}
     */
    public BucketStore buckets() {
        return new RedisBucketStore(driver, prefix, timeout);
    }

    /**
     * Returns the store of sessions. The sessions of one owner are one key, which lives until the last of them expires. A session that
     * Redis has lost cannot be refreshed, and is not listed. A refresh token that was used can be used again only if a fail-over or an
     * old backup brings it back.
     *
     * @return the store, for {@code Faregate.builder().sessionStore(…)}
     */
    public SessionStore sessions() {
        return new RedisSessionStore(driver, prefix, timeout);
    }

    /**
     * The revocation log, which all processes share: what one revokes, all know within milliseconds, so base tokens and sessions
     * can be verified without asking anyone.
     *
     * <p>An {@code ApiTokenStore} that takes a log, such as {@code ApiTokenStore.inMemory(log, clock)}, appends to it before its
     * change is known to have succeeded or failed: nothing that was signed outlives a revocation that returned. The two are no
     * transaction: where the change fails after the entry, signed tokens end although the API token lives on, never the
     * other way round. API tokens in a SQL database have their log there, and need none in Redis.
     *
     * <p>What Redis answers it must keep: let it persist ({@code appendonly yes}). A Redis that lost entries which a running process
     * has seen gets a new identity, so that base tokens and sessions end rather than live again. Entries that it lost
     * unseen by any process that still runs are lost.
     *
     * @return settings; {@code open()} starts to follow
     */
    public RedisRevocationLogBuilder revocationLog() {
        return new RedisRevocationLogBuilder(driver, RedisKey.revocations(prefix), timeout);
    }
}
