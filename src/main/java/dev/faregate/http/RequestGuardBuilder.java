package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.RateLimiter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Puts a guard together. Not safe for use by many threads. */
public final class RequestGuardBuilder {

    final RateLimiter limiter;
    final List<Authenticator> accepted = new ArrayList<>();
    final List<Authenticator> known = new ArrayList<>();
    private List<CredentialSource> sources = List.of(CredentialSource.bearer());
    private final Map<CredentialKind, List<CredentialSource>> sourcesByKind = new EnumMap<>(CredentialKind.class);
    boolean firstCredentialWins;
    Function<Principal, String> caller = RequestGuardBuilder::tokenOrUser;
    RateLimitHeaders headers = RateLimitHeaders.secondsFromNow();
    ErrorFormat errors = ErrorFormat.problemDetails();
    GuardListener listener = GuardListener.none();
    String realm = "api";

    private static String tokenOrUser(Principal principal) {
        return principal.kind() == CredentialKind.SESSION_TOKEN
                ? "user " + principal.owner().id()
                : principal.tokenId();
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
        accepted.add(Objects.requireNonNull(authenticator, "authenticator"));
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
        known.add(Objects.requireNonNull(authenticator, "authenticator"));
        return this;
    }

    /**
     * Where credentials may stand, in order. Two at once are refused, see {@link #firstCredentialWins}.
     *
     * @param sources at least one; the first is named in challenges
     * @return this builder
     * @throws IllegalArgumentException if there is none
     */
    public RequestGuardBuilder credentialsFrom(CredentialSource... sources) {
        if (sources.length == 0) {
            throw new IllegalArgumentException("credential sources: none (expected: at least one)");
        }
        this.sources = List.of(sources);
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
        sourcesByKind.put(kind, List.of(sources));
        return this;
    }

    CredentialCheck credentialCheck() {
        if (accepted.isEmpty()) {
            throw new IllegalStateException("accepted credentials: none (expected: at least one kind)");
        }
        return new CredentialCheck(List.copyOf(accepted), List.copyOf(known), sourcesByKind());
    }

    /** Every source, those of the kinds in the order in which kinds were accepted. */
    List<CredentialSource> allSources() {
        Set<CredentialSource> all = new LinkedHashSet<>();
        for (Authenticator authenticator : accepted) {
            all.addAll(sourcesByKind.getOrDefault(authenticator.kind(), sources));
        }
        return List.copyOf(all);
    }

    private Map<CredentialKind, Set<CredentialSource>> sourcesByKind() {
        Map<CredentialKind, Set<CredentialSource>> byKind = new EnumMap<>(CredentialKind.class);
        for (Authenticator authenticator : accepted) {
            byKind.put(authenticator.kind(), Set.copyOf(sourcesByKind.getOrDefault(authenticator.kind(), sources)));
        }
        return byKind;
    }

    /**
     * Lets the first of two credentials in different places count, instead of refusing both.
     *
     * @return this builder
     */
    public RequestGuardBuilder firstCredentialWins() {
        this.firstCredentialWins = true;
        return this;
    }

    /**
     * Who shares a bucket at an endpoint: whoever has the same key.
     *
     * <p>Whoever may create API tokens at will gets as many buckets as they create: keep quotas small, limit their creation, or
     * limit by {@link Principal#owner()}.
     *
     * @param caller makes the key; by default the id of the API token, also for its base tokens, and the user of a session
     * @return this builder
     */
    public RequestGuardBuilder limitedBy(Function<Principal, String> caller) {
        this.caller = Objects.requireNonNull(caller, "caller");
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
     * Who hears what is decided.
     *
     * @param listener the listener
     * @return this builder
     */
    public RequestGuardBuilder listener(GuardListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
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
     * @throws IllegalStateException if no kind of credential is accepted
     */
    public RequestGuard build() {
        return new RequestGuard(this);
    }
}
