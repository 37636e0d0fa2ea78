package dev.faregate;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts an installation together. Everything has a default. Not safe for use by many threads. */
public final class FaregateBuilder {

    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    String issuer = "faregate";
    TokenFormat tokenFormat = TokenFormat.prefixed("fg");
    Quota quota = new Quota(100, 1_000);
    Duration baseTokenLife = Duration.ofDays(3);
    Duration sessionLife = Duration.ofHours(10);
    private @Nullable SigningKeys signingKeys;
    private @Nullable ApiTokenStore store;
    private @Nullable RateLimiter limiter;

    FaregateBuilder() {}

    /**
     * The key that signs base tokens and sessions; by default one that ends with the process.
     *
     * @param keys the same on every node
     * @return this builder
     */
    public FaregateBuilder signingKeys(SigningKeys keys) {
        this.signingKeys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /**
     * The name that base tokens and sessions carry as their issuer ({@code iss}); by default {@code faregate}.
     *
     * @param name not empty
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public FaregateBuilder issuer(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("issuer: \"\" (expected: a name)");
        }
        this.issuer = name;
        return this;
    }

    /**
     * The shape of API tokens; by default {@code fg_…} with a checksum.
     *
     * @param format the shape; {@link TokenFormat#prefixed} with a mark of the application's own is a good choice
     * @return this builder
     */
    public FaregateBuilder tokenFormat(TokenFormat format) {
        this.tokenFormat = Objects.requireNonNull(format, "format");
        return this;
    }

    /**
     * How many live API tokens there may be; by default 100 for an owner and 1,000 for a resource.
     *
     * @param quota the numbers
     * @return this builder
     */
    public FaregateBuilder quota(Quota quota) {
        this.quota = Objects.requireNonNull(quota, "quota");
        return this;
    }

    /**
     * How long a base token lives unless its API token ends earlier or the client asks for less; by default 3 days.
     *
     * @param life at least a second
     * @return this builder
     * @throws IllegalArgumentException if it is shorter
     */
    public FaregateBuilder baseTokenLife(Duration life) {
        this.baseTokenLife = checked("base token life", life);
        return this;
    }

    /**
     * How long a session lasts unless its user signs out; by default 10 hours.
     *
     * @param life at least a second
     * @return this builder
     * @throws IllegalArgumentException if it is shorter
     */
    public FaregateBuilder sessionLife(Duration life) {
        this.sessionLife = checked("session life", life);
        return this;
    }

    /**
     * Where API tokens and revocations are kept; by default in memory.
     *
     * @param store the store
     * @return this builder
     */
    public FaregateBuilder apiTokenStore(ApiTokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Limits rates; by default 5 requests a second for each endpoint and caller, in memory.
     *
     * @param limiter the rate limiter
     * @return this builder
     */
    public FaregateBuilder rateLimiter(RateLimiter limiter) {
        this.limiter = Objects.requireNonNull(limiter, "limiter");
        return this;
    }

    /**
     * The time that lives are measured by; by default the system's. Buckets have a clock of their own, see
     * {@link RateLimiter}.
     *
     * @param clock the clock
     * @return this builder
     */
    public FaregateBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * What secrets and ids are made of; by default the platform's strong randomness.
     *
     * @param random unpredictable
     * @return this builder
     */
    public FaregateBuilder random(SecureRandom random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * Wires the services.
     *
     * @return the installation
     */
    public Faregate build() {
        return new Faregate(this);
    }

    /** How long a revocation matters. */
    Duration longestLife() {
        return baseTokenLife.compareTo(sessionLife) > 0 ? baseTokenLife : sessionLife;
    }

    SigningKeys signingKeys() {
        return signingKeys != null ? signingKeys : SigningKeys.ephemeral(random);
    }

    ApiTokenStore apiTokenStore() {
        return store != null
                ? store
                : ApiTokenStore.inMemory(RevocationLog.inMemory(longestLife(), clock, random), clock);
    }

    RateLimiter rateLimiter() {
        return limiter != null
                ? limiter
                : RateLimiter.builder().limit(Limit.perSecond(5)).build();
    }

    private static Duration checked(String what, Duration life) {
        if (life.compareTo(SHORTEST_LIFE) < 0) {
            throw new IllegalArgumentException(what + ": " + life + " (expected: >= " + SHORTEST_LIFE + ")");
        }
        return life;
    }
}
