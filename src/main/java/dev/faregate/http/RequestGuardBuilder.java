package dev.faregate.http;

import dev.faregate.apitoken.OwnerRights;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a guard together. Not safe for use by many threads. */
public final class RequestGuardBuilder {

    private final CredentialRules credentials = new CredentialRules();
    private final RateLimiter limiter;
    private Function<Caller, String> limitKey = RequestGuardBuilder::tokenOrUser;
    private RateLimitHeaders headers = RateLimitHeaders.secondsFromNow();
    private ErrorFormat errors = ErrorFormat.problemDetails();
    private GuardListeners listener = GuardListeners.NONE;
    private ScopePolicy scopePolicy = ScopePolicy.exact();
    private @Nullable OwnerRights ownerRights;
    private String realm = "api";

    private @Nullable Cors cors;
    private @Nullable Limits failures = Limits.of(Limit.perMinute(20).named("failed-credentials"));
    private Limits refusals = Limits.of(Limit.perMinute(60).named("refusals"));
    private @Nullable Limits failedSignIns =
            Limits.of(Limit.of(10, Duration.ofMinutes(10)).named("failed-sign-ins"));
    private TrustedProxies trustedProxies = TrustedProxies.none();
    private int ipv6Prefix = 64;
    private int blockingThreads = 32;
    private Duration blockingTimeout = Duration.ofSeconds(2);

    private static String tokenOrUser(Caller caller) {
        return caller.kind() == CredentialKind.SESSION_TOKEN
                ? "user " + caller.owner().id()
                : caller.tokenId();
    }

    RequestGuardBuilder(RateLimiter limiter) {
        this.limiter = Objects.requireNonNull(limiter, "limiter");
    }

    /**
     * Accepts a kind of credential. Call it again for each further kind.
     *
     * @param authenticator knows the kind
     * @return this builder
     */
    public RequestGuardBuilder accept(Authenticator authenticator) {
        credentials.accept(Objects.requireNonNull(authenticator, "authenticator"));
        return this;
    }

    /**
     * Knows a kind of credential that is good elsewhere, so that the listener hears
     * {@link RejectionReason#WRONG_KIND} rather than {@link RejectionReason#MALFORMED}.
     *
     * @param authenticator knows the kind
     * @return this builder
     */
    public RequestGuardBuilder know(Authenticator authenticator) {
        credentials.know(Objects.requireNonNull(authenticator, "authenticator"));
        return this;
    }

    /**
     * Where credentials may stand, in order. Two at once are refused, see {@link #firstCredentialWins}.
     *
     * <p>Shared caches keep no answer to a request with {@code Authorization} (RFC 9111 section 3.5), and know of no other credential. So
     * with any other source, answers to admitted requests carry {@code Vary} with its header and {@code Cache-Control: private}, beside
     * what the application sets. Answers of open endpoints do not, and refusals say {@code no-store}. A handler that sets another
     * {@code Cache-Control} may replace it. Spring Security then adds no {@code Cache-Control} of its own.
     *
     * @param sources at least one; the first is named in challenges, and so is {@code Basic}
     * @return this builder
     * @throws IllegalArgumentException if there is none
     */
    public RequestGuardBuilder credentialsFrom(CredentialSource... sources) {
        if (sources.length == 0) {
            throw new IllegalArgumentException("credential sources: none (expected: at least one)");
        }
        credentials.from(List.of(sources));
        return this;
    }

    /**
     * Where credentials of one kind may stand, instead of where the others may. Elsewhere they are of the wrong kind.
     *
     * @param kind the kind
     * @param sources at least one
     * @return this builder
     * @throws IllegalArgumentException if there is none
     */
    public RequestGuardBuilder credentialsFrom(CredentialKind kind, CredentialSource... sources) {
        if (sources.length == 0) {
            throw new IllegalArgumentException("credential sources: none for " + kind + " (expected: at least one)");
        }
        credentials.from(kind, List.of(sources));
        return this;
    }

    /**
     * Lets the first of two credentials in different places count, instead of refusing both. It does so for two cookies of one name,
     * too, but never for a header that was sent twice.
     *
     * @return this builder
     */
    public RequestGuardBuilder firstCredentialWins() {
        credentials.firstWins();
        return this;
    }

    /**
     * Who shares a bucket at an endpoint: whoever has the same key.
     *
     * <p>Whoever may create API tokens at will gets as many buckets as they create: keep quotas small, limit their creation, or
     * limit by owner, see {@link #limitedByOwner}.
     *
     * @param limitKey makes the key; by default the id of the API token, also for its base tokens, and the user of a session
     * @return this builder
     */
    public RequestGuardBuilder limitedBy(Function<Caller, String> limitKey) {
        this.limitKey = Objects.requireNonNull(limitKey, "limitKey");
        return this;
    }

    /**
     * Sets which scopes are enough for an endpoint. By default each required scope must be among the credential's, word by word.
     *
     * @param policy the policy: {@code ScopePolicy.wildcards().or(ScopePolicy.writeImpliesRead())}, say
     * @return this builder
     */
    public RequestGuardBuilder scopePolicy(ScopePolicy policy) {
        this.scopePolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets the rights that owners have now, for credentials that are bound to no resource at endpoints which name one, see {@link
     * Endpoint#orUnbound}. A guard that {@code Faregate.guard} begins has those of its issuer. Another has none by default, and fails
     * at the first such request with an {@link IllegalStateException}.
     *
     * @param rights the rights
     * @return this builder
     */
    public RequestGuardBuilder ownerRights(OwnerRights rights) {
        this.ownerRights = Objects.requireNonNull(rights, "rights");
        return this;
    }

    /**
     * Lets all credentials of one owner share a bucket at an endpoint, so that creating API tokens buys no more requests.
     *
     * @return this builder
     */
    public RequestGuardBuilder limitedByOwner() {
        return limitedBy(caller -> "user " + caller.owner().id());
    }

    /**
     * Sets how many failed attempts one address has before they are answered 429 instead of 401. Each credential is verified first, so that
     * a valid one is accepted from any address: it has too many random bits to be found by trying, and is refused for nobody else's failures.
     *
     * <p>Counted are made-up credentials: {@link RejectionReason#UNKNOWN} and {@link RejectionReason#BAD_SIGNATURE}, and each text once an
     * hour. Credentials that have expired or were revoked are not, nor those of another key, kind or service.
     *
     * <p>The limits hold by {@linkplain #trustedProxies address}, of IPv6 by the {@linkplain #ipv6Prefix prefix} and ten times over by the
     * network of 48 bits; over all guards of one rate limiter that have the same limits, and in shadow mode, too.
     *
     * @param limits one to four, which hold together; by default 20 a minute, named {@code failed-credentials}
     * @return this builder
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public RequestGuardBuilder failuresPerAddress(Limit... limits) {
        this.failures = Limits.of(limits);
        return this;
    }

    /**
     * Sets how many requests of a caller are refused as such, because its credential does not allow them; and how often a credential that
     * has expired or was revoked is. Beyond that they are answered 429. What the caller may do has permits of its own.
     *
     * @param limits one to four, which hold together; by default 60 a minute, named {@code refusals}
     * @return this builder
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public RequestGuardBuilder refusals(Limit... limits) {
        this.refusals = Limits.of(limits);
        return this;
    }

    /**
     * Sets how often signing in may fail by {@linkplain #trustedProxies address} and account, see {@link SignIn}. Then that address is
     * answered 429 for that account, also with the right password, which could be found by trying otherwise. Requests of the API, other accounts
     * and other addresses are not affected. A success forgives the failures.
     *
     * @param limits one to four, which hold together; by default 10 in 10 minutes, named {@code failed-sign-ins}
     * @return this builder
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public RequestGuardBuilder failedSignIns(Limit... limits) {
        this.failedSignIns = Limits.of(limits);
        return this;
    }

    /**
     * Lets sign-ins fail without a limit: where something else limits them already.
     *
     * @return this builder
     */
    public RequestGuardBuilder unlimitedFailedSignIns() {
        this.failedSignIns = null;
        return this;
    }

    /**
     * Lets the attempts of an address fail without a limit: where something in front of the service limits them already. Failed sign-ins
     * have {@linkplain #failedSignIns limits} of their own.
     *
     * @return this builder
     */
    public RequestGuardBuilder unlimitedFailures() {
        this.failures = null;
        return this;
    }

    /**
     * Whose word on the client's address counts. Without it, whoever connects is the client, and all clients behind one proxy
     * share one limit of failures.
     *
     * @param proxies the proxies
     * @return this builder
     */
    public RequestGuardBuilder trustedProxies(TrustedProxies proxies) {
        this.trustedProxies = Objects.requireNonNull(proxies, "proxies");
        return this;
    }

    /**
     * How much of an IPv6 address tells clients apart. Whoever has one such address commonly has all of a prefix.
     *
     * @param bits from 1 to 128; by default 64
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public RequestGuardBuilder ipv6Prefix(int bits) {
        if (bits < 1 || bits > 128) {
            throw new IllegalArgumentException("IPv6 prefix: " + bits + " (expected: 1 to 128)");
        }
        this.ipv6Prefix = bits;
        return this;
    }

    /**
     * Sets how the asynchronous checks ask stores and other ports that block: on threads of the guard's own, which end when they are
     * idle. For each thread 16 calls may wait. A call beyond that is answered 503 at once, and so is one without an answer in time.
     *
     * @param threads how many calls may be under way, from 1 to 1,024; by default 32. As many as the store has connections is a good
     *     choice
     * @param timeout the longest wait for one answer; by default 2 seconds
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range, or the timeout is not positive
     */
    public RequestGuardBuilder blockingPorts(int threads, Duration timeout) {
        if (threads < 1 || threads > 1_024) {
            throw new IllegalArgumentException("blocking threads: " + threads + " (expected: 1 to 1024)");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("blocking timeout: " + timeout + " (expected: > 0)");
        }
        this.blockingThreads = threads;
        this.blockingTimeout = timeout;
        return this;
    }

    /**
     * Which origins' scripts may call. The guard then answers CORS preflights, and lets scripts read its refusals. Without it,
     * CORS is the application's affair: preflights pass, neither authenticated nor limited, and refusals can be read only if the
     * guard runs inside of what handles CORS.
     *
     * @param rules the rules
     * @return this builder
     */
    public RequestGuardBuilder cors(Cors rules) {
        this.cors = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /**
     * How limits stand in headers.
     *
     * @param headers the dialect
     * @return this builder
     */
    public RequestGuardBuilder rateLimitHeaders(RateLimitHeaders headers) {
        this.headers = Objects.requireNonNull(headers, "headers");
        return this;
    }

    /**
     * How errors are spelled.
     *
     * @param errors the format
     * @return this builder
     */
    public RequestGuardBuilder errorFormat(ErrorFormat errors) {
        this.errors = Objects.requireNonNull(errors, "errors");
        return this;
    }

    /**
     * Adds a listener. Several are notified in the order in which they were added. One that throws costs a line in the log.
     *
     * @param listener the listener
     * @return this builder
     */
    public RequestGuardBuilder listener(GuardListener listener) {
        this.listener = this.listener.and(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * The name of the protected space in challenges (RFC 9110 section 11.5).
     *
     * @param realm printable ASCII without quotes and backslashes
     * @return this builder
     * @throws IllegalArgumentException if it has other characters
     */
    public RequestGuardBuilder realm(String realm) {
        if (!realm.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\')) {
            throw new IllegalArgumentException(
                    "realm: \"" + realm + "\" (expected: printable ASCII without quotes and backslashes)");
        }
        this.realm = realm;
        return this;
    }

    /**
     * The guard.
     *
     * @return the guard
     * @throws IllegalStateException if no kind of credential is accepted, or one cookie is both {@link CredentialSource#crossSite} and not
     */
    public RequestGuard build() {
        if (credentials.acceptNone()) {
            throw new IllegalStateException("accepted credentials: none (expected: at least one kind)");
        }
        CredentialReader reader = credentials.reader();
        Answers answers = new Answers(reader.challenge(realm), headers, errors, cors, reader.headersThatCachesIgnore());
        ClientAddress addresses = new ClientAddress(trustedProxies, ipv6Prefix);
        RequestCheck check = new RequestCheck(
                new AuthenticationStage(
                        reader,
                        failures == null ? null : new FailureLimit(limiter, failures, addresses),
                        credentials.check(),
                        addresses,
                        cors),
                new AdmissionStage(limiter, limitKey, scopePolicy, ownerRights, listener),
                new OpenStage(addresses),
                failedSignIns == null ? null : new SignInLimit(limiter, failedSignIns, addresses),
                limiter.endpoint(RequestCheck.REFUSED_NAME + ' ' + refusals).with(refusals),
                limiter.endpoint(RequestCheck.ENDED_NAME + ' ' + refusals).with(refusals),
                answers,
                listener,
                new AtomicBoolean());
        return new RequestGuard(
                check,
                new ChainRunner(new BlockingPorts(blockingThreads, blockingTimeout, limiter.clock())),
                new EndpointNotice(limiter));
    }
}
