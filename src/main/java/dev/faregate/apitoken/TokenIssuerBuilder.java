package dev.faregate.apitoken;

import dev.faregate.ratelimit.MonotonicClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts an issuer together. Everything has a default. Not safe for use by many threads. */
public final class TokenIssuerBuilder {

    private static final int LAST_USES_EVERY_SECONDS = 30;
    private static final Duration LONGEST_LOOKUP_WAIT = Duration.ofMinutes(1);

    final ApiTokenStore store;
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    TokenFormat format = TokenFormat.prefixed("fg");
    final List<TokenFormat> imported = new ArrayList<>();
    Quota quota = new Quota(100, 1_000);

    @Nullable
    Duration longestLife;

    DigestScheme digests = DigestScheme.sha256();

    boolean macRequired;

    @Nullable
    SecretSeal seal;

    OwnerRights ownerRights = OwnerRights.unrestricted();
    ApiTokenListeners listener = ApiTokenListeners.NONE;
    Executor later = CompletableFuture.delayedExecutor(LAST_USES_EVERY_SECONDS, TimeUnit.SECONDS);

    MonotonicClock lookupClock = MonotonicClock.system();
    Duration maxLookupWait = Duration.ofSeconds(2);
    Executor lookupThreads = SecretLookups.threads();

    TokenIssuerBuilder(ApiTokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * The time of issue and expiry; by default the system's.
     *
     * @param clock the clock
     * @return this builder
     */
    public TokenIssuerBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * What ids and secrets are made of; by default the platform's strong randomness.
     *
     * @param random unpredictable
     * @return this builder
     */
    public TokenIssuerBuilder random(SecureRandom random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * The shape of new API tokens; by default {@code fg_…} with a checksum.
     *
     * @param format the shape; {@link TokenFormat#prefixed} with a mark of the application's own is a good choice
     * @return this builder
     */
    public TokenIssuerBuilder format(TokenFormat format) {
        this.format = Objects.requireNonNull(format, "format");
        return this;
    }

    /**
     * A further shape of API tokens that is accepted, for imported ones. Call it again for each.
     *
     * @param format the shape
     * @return this builder
     */
    public TokenIssuerBuilder accept(TokenFormat format) {
        imported.add(Objects.requireNonNull(format, "format"));
        return this;
    }

    /**
     * How many live API tokens there may be; by default 100 for an owner and 1,000 for a resource.
     *
     * @param quota the numbers
     * @return this builder
     */
    public TokenIssuerBuilder quota(Quota quota) {
        this.quota = Objects.requireNonNull(quota, "quota");
        return this;
    }

    /**
     * The longest life of an API token; by default they may be permanent. With it, each request must name an end.
     *
     * @param life positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public TokenIssuerBuilder longestLife(Duration life) {
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("longest life of API tokens: " + life + " (expected: > 0)");
        }
        this.longestLife = life;
        return this;
    }

    /**
     * How secrets become digests; by default SHA-256.
     *
     * @param scheme the same on every node
     * @return this builder
     */
    public TokenIssuerBuilder digests(DigestScheme scheme) {
        this.digests = Objects.requireNonNull(scheme, "scheme");
        return this;
    }

    /**
     * Rejects API tokens of the {@linkplain #format format} that carry no MAC, without a look-up. The default accepts those that were
     * issued before there was a pepper. Set it if there are none, or none is alive: a flood of made-up API tokens costs no look-up then.
     * It needs a {@linkplain DigestScheme#peppered pepper} and a format of {@link TokenFormat#prefixed}. {@linkplain #accept Further
     * formats} carry no MAC, and stay as they are.
     *
     * @return this builder
     */
    public TokenIssuerBuilder macRequired() {
        this.macRequired = true;
        return this;
    }

    /**
     * Makes secrets recoverable: stored sealed beside their digest, and shown again by {@link TokenIssuer#reveal}. Off by default.
     *
     * @param seal seals them
     * @return this builder
     */
    public TokenIssuerBuilder recoverableSecrets(SecretSeal seal) {
        this.seal = Objects.requireNonNull(seal, "seal");
        return this;
    }

    /**
     * Sets what owners may do now. By default, owners may do all that their API tokens say, with each resource.
     *
     * @param rights the rights; {@link OwnerRights} says when they are asked for
     * @return this builder
     */
    public TokenIssuerBuilder ownerRights(OwnerRights rights) {
        this.ownerRights = Objects.requireNonNull(rights, "rights");
        return this;
    }

    /**
     * Adds a listener. Several are notified in the order in which they were added. One that throws costs a line in the log.
     *
     * @param listener the listener
     * @return this builder
     */
    public TokenIssuerBuilder listener(ApiTokenListener listener) {
        this.listener = this.listener.and(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Runs the writing of last uses after a while; by default in 30 seconds on a thread of the common pool.
     *
     * @param later an executor that waits before it runs what it is given
     * @return this builder
     */
    public TokenIssuerBuilder lastUsesWrittenBy(Executor later) {
        this.later = Objects.requireNonNull(later, "later");
        return this;
    }

    /**
     * Sets how long the look-up of an unknown secret may wait for its turn, see {@link TokenIssuer#authenticate(String, String)}. The
     * default is 2 seconds.
     *
     * @param wait the max wait
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than a minute
     */
    public TokenIssuerBuilder maxLookupWait(Duration wait) {
        if (wait.isNegative() || wait.isZero() || wait.compareTo(LONGEST_LOOKUP_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "max wait of look-ups: " + wait + " (expected: > 0, at most " + LONGEST_LOOKUP_WAIT + ")");
        }
        this.maxLookupWait = wait;
        return this;
    }

    /**
     * Sets the clock by which look-ups take turns. The default is {@link MonotonicClock#system()}.
     *
     * @param runs the clock
     * @return this builder
     */
    public TokenIssuerBuilder lookupClock(MonotonicClock runs) {
        this.lookupClock = Objects.requireNonNull(runs, "clock");
        return this;
    }

    /**
     * The issuer.
     *
     * @return the issuer
     * @throws IllegalStateException if a MAC is required that API tokens do not carry
     */
    public TokenIssuer build() {
        return new TokenIssuer(this);
    }
}
