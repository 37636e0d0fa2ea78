package dev.faregate;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.apitoken.TokenIssuerBuilder;
import dev.faregate.basetoken.BaseTokenProfile;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.SessionSettings;
import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.TokenLife;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts an installation together. Everything has a default. Not safe for use by many threads. */
public final class FaregateBuilder {

    private static final Duration LARGEST_CLOCK_SKEW = Duration.ofMinutes(5);

    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    String issuer = "faregate";
    Duration clockSkew = SignedTokens.USUAL_CLOCK_SKEW;
    final Lives lives = new Lives();
    SessionSettings sessionSettings = SessionSettings.standard();

    private boolean accessTokens;
    private @Nullable String audience;
    private @Nullable SessionStore sessions;
    private @Nullable SigningKeys signingKeys;
    private final List<Consumer<TokenIssuerBuilder>> issuing = new ArrayList<>();
    private @Nullable ApiTokenStore store;
    private @Nullable BucketStore buckets;
    private @Nullable RateLimiter limiter;

    FaregateBuilder() {}

    /**
     * The keys that sign and verify base tokens and sessions; by default one that ends with the process. For what they sign to outlive the
     * process, the store must, too: what was signed against another revocation log is refused.
     *
     * @param keys the same on every node that shares a store
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
     * Sets the audience ({@code aud}) of base tokens without a resource. By default they have none. Base tokens for a resource have that
     * resource as their audience, whatever is set here.
     *
     * @param name what other verifiers expect, such as {@code https://api.example.com}; 1 to 255 characters
     * @return this builder
     * @throws IllegalArgumentException if it is empty, too long or has a control character
     */
    public FaregateBuilder audience(String name) {
        // Refused here, not where the installation is built.
        this.audience = BaseTokenProfile.jwt(name).audience();
        return this;
    }

    /**
     * Makes base tokens follow the profile for access tokens (RFC 9068): their {@code typ} is {@code at+jwt}. By default it is
     * {@code JWT}, which more verifiers accept without being configured. Nodes accept both, so they can be changed one after
     * another.
     *
     * @param audience as in {@link #audience}; the RFC requires one
     * @return this builder
     * @throws IllegalArgumentException if the audience is empty, too long or has a control character
     */
    public FaregateBuilder accessTokenProfile(String audience) {
        this.accessTokens = true;
        return audience(audience);
    }

    /**
     * The shape of API tokens; by default {@code fg_…} with a checksum.
     *
     * @param format the shape; {@link TokenFormat#prefixed} with a mark of the application's own is a good choice
     * @return this builder
     */
    public FaregateBuilder tokenFormat(TokenFormat format) {
        Objects.requireNonNull(format, "format");
        return issuing(issuer -> issuer.format(format));
    }

    /**
     * How many live API tokens there may be; by default 100 for an owner and 1,000 for a resource.
     *
     * @param quota the numbers
     * @return this builder
     */
    public FaregateBuilder quota(Quota quota) {
        Objects.requireNonNull(quota, "quota");
        return issuing(issuer -> issuer.quota(quota));
    }

    /**
     * Whatever else API tokens shall be: imported formats, a longest life, a pepper, secrets that can be shown again, what owners may
     * do now, who hears what becomes of them. What is set here is set last.
     *
     * @param settings sets it on the builder of the issuer
     * @return this builder
     */
    public FaregateBuilder apiTokens(Consumer<TokenIssuerBuilder> settings) {
        return issuing(Objects.requireNonNull(settings, "settings"));
    }

    private FaregateBuilder issuing(Consumer<TokenIssuerBuilder> setting) {
        issuing.add(setting);
        return this;
    }

    /**
     * How long a base token lives unless its API token ends earlier or the client asks for less; by default 3 days.
     *
     * @param life a second to ten years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public FaregateBuilder baseTokenLife(Duration life) {
        lives.baseToken(life);
        return this;
    }

    /**
     * How long a session lasts unless its user signs out. By default what the system property {@code faregate.session.life} or the
     * environment variable {@code FAREGATE_SESSION_LIFE} says, as {@link TokenLife#parse} reads it; 10 hours if neither is set.
     *
     * @param life a second to ten years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public FaregateBuilder sessionLife(Duration life) {
        lives.session(life);
        return this;
    }

    /**
     * Lets sessions be refreshed by refresh tokens, see {@link dev.faregate.exchange.SessionTokens#refresh}; by default they are not.
     *
     * @param life how long a refresh token may be kept before it is used; a second to ten years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public FaregateBuilder refreshTokenLife(Duration life) {
        lives.refreshToken(life);
        return this;
    }

    /**
     * Sets how long a session lasts at most from its sign-in, however often it is refreshed. By default, a session lasts as long as it
     * is refreshed.
     *
     * @param lifetime a second to ten years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public FaregateBuilder maxSessionLifetime(Duration lifetime) {
        sessionSettings = sessionSettings.withMaxLifetime(Lives.checked("max session lifetime", lifetime));
        return this;
    }

    /**
     * Sets how long after its first use a refresh token may be used once more; 10 seconds by default. Within this interval the refresh
     * token used last yields a session token and the same next refresh token again. After it, its use signs the session out.
     *
     * <p>Two tabs of one browser refresh at the same moment, and a client repeats a request whose answer was lost. Without an
     * interval, both sign the user out. A longer one gives more time to someone who has stolen a refresh token, who is noticed only
     * when a refresh token is used after its interval. Set {@link Duration#ZERO} if one client at a time refreshes and repeats nothing.
     *
     * @param interval 0 for never, to a minute
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public FaregateBuilder refreshReuse(Duration interval) {
        sessionSettings = sessionSettings.withRefreshReuse(interval);
        return this;
    }

    /**
     * Sets how many sessions a user may have; 1,000 by default. A sign-in beyond it signs the user's oldest session out.
     *
     * @param most 1 to 10,000
     * @return this builder
     * @throws IllegalArgumentException if it is less or more
     */
    public FaregateBuilder maxSessionsPerOwner(int most) {
        sessionSettings = sessionSettings.withMaxPerOwner(most);
        return this;
    }

    /**
     * Sets where sessions are kept; by default in memory.
     *
     * @param store the store
     * @return this builder
     */
    public FaregateBuilder sessionStore(SessionStore store) {
        this.sessions = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * What settings are looked up in; by default the system properties, then the environment variables of this process.
     *
     * @param lookUp takes a name as {@code faregate.session.life} and returns its value, or null
     * @return this builder
     */
    public FaregateBuilder environment(UnaryOperator<@Nullable String> lookUp) {
        lives.environment(lookUp);
        return this;
    }

    /**
     * Where API tokens and revocations are kept; by default in memory. With a store that lasts, set {@link #signingKeys} and
     * {@link #sessionStore} as well.
     *
     * @param store the store
     * @return this builder
     */
    public FaregateBuilder apiTokenStore(ApiTokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Where buckets are kept, unless a {@link #rateLimiter} of one's own brings its store along; by default in memory.
     *
     * @param store the store
     * @return this builder
     */
    public FaregateBuilder bucketStore(BucketStore store) {
        this.buckets = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Limits rates; by default 5 requests a second for each endpoint and caller, in the {@link #bucketStore}.
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
     * How far the clocks of two nodes may stand apart; by default 5 seconds. A node whose clock is behind accepts base tokens and sessions
     * that another node has just made, though to it they are issued ({@code iat}) in the future. It lengthens no life: {@code exp}
     * is judged by the verifying node's clock, to the instant.
     *
     * @param skew 0 to 5 minutes
     * @return this builder
     * @throws IllegalArgumentException if it is less or more
     */
    public FaregateBuilder clockSkew(Duration skew) {
        if (skew.isNegative() || skew.compareTo(LARGEST_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException(
                    "clock skew: " + skew + " (expected: PT0S to " + LARGEST_CLOCK_SKEW + ")");
        }
        this.clockSkew = skew;
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

    BaseTokenProfile baseTokenProfile() {
        if (audience == null) {
            return BaseTokenProfile.jwt();
        }
        return accessTokens ? BaseTokenProfile.accessToken(audience) : BaseTokenProfile.jwt(audience);
    }

    SessionStore sessionStore() {
        return sessions != null ? sessions : SessionStore.inMemory(clock);
    }

    SigningKeys signingKeys() {
        return signingKeys != null ? signingKeys : SigningKeys.ephemeral(random);
    }

    ApiTokenStore apiTokenStore() {
        return store != null
                ? store
                : ApiTokenStore.inMemory(RevocationLog.inMemory(lives.longest(), clock, random), clock);
    }

    TokenIssuer tokenIssuer(ApiTokenStore apiTokens) {
        TokenIssuerBuilder issuer = TokenIssuer.builder(apiTokens).clock(clock).random(random);
        issuing.forEach(setting -> setting.accept(issuer));
        return issuer.build();
    }

    RateLimiter rateLimiter() {
        if (limiter != null) {
            return limiter;
        }
        RateLimiter.Builder usual = RateLimiter.builder().limit(Limit.perSecond(5));
        return (buckets == null ? usual : usual.store(buckets)).build();
    }
}
