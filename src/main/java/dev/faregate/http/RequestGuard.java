package dev.faregate.http;

import dev.faregate.http.CredentialCheck.Outcome;
import dev.faregate.http.CredentialReader.Found;
import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may go on: reads its credential, authenticates it, requires what the endpoint requires, and takes
 * a permit for its caller and endpoint. Safe for use by many threads.
 *
 * <p>The answers follow RFC 6750 section 3 (challenges and error codes), RFC 6585 section 4 (429) and RFC 9457 (bodies), in the
 * dialect and error format of the service's choice. No answer repeats anything of a credential.
 */
public final class RequestGuard {

    private static final String UNMATCHED = "unmatched";

    private final CredentialReader credentials;
    private final CredentialCheck credentialCheck;
    private final RateLimiter limiter;
    private final Function<Principal, String> caller;
    private final Answers answers;
    private final GuardListener listener;

    RequestGuard(RequestGuardBuilder builder) {
        if (builder.accepted.isEmpty()) {
            throw new IllegalStateException("accepted credentials: none (expected: at least one kind)");
        }
        this.credentials = new CredentialReader(builder.allSources(), builder.firstCredentialWins);
        this.credentialCheck =
                new CredentialCheck(List.copyOf(builder.accepted), List.copyOf(builder.known), builder.sourcesByKind());
        this.limiter = builder.limiter;
        this.caller = builder.caller;
        this.answers = new Answers(credentials.challenge(builder.realm), builder.headers, builder.errors);
        this.listener = builder.listener;
    }

    /**
     * Begins a guard.
     *
     * @param limiter takes the permits
     * @return a builder with safe defaults: {@code Authorization: Bearer}, callers told apart by the API token or session they
     *     use, {@code X-RateLimit-*} in seconds from now, problem details
     */
    public static RequestGuardBuilder builder(RateLimiter limiter) {
        return new RequestGuardBuilder(limiter);
    }

    /**
     * Checks a request for one of several endpoints. A path that belongs to none is answered 404, and one that has
     * other methods 405, but only to whoever is authenticated, and out of one bucket for all such requests.
     *
     * @param request the request
     * @param endpoints the endpoints there are
     * @return the verdict
     */
    public Verdict check(RequestView request, Endpoints endpoints) {
        Optional<Endpoints.Match> match = endpoints.match(request.method(), request.rawPath());
        return check(
                request, match.orElse(null), match.isPresent() ? List.of() : endpoints.methodsOf(request.rawPath()));
    }

    /**
     * Checks a request for an endpoint that the framework has found.
     *
     * @param request the request
     * @param endpoint the endpoint
     * @param pathVariables what stands in the endpoint's variables, decoded; only the one that names a resource is needed
     * @return the verdict
     * @throws IllegalArgumentException if the endpoint names its resource by a variable that is not given
     */
    public Verdict check(RequestView request, Endpoint endpoint, Map<String, String> pathVariables) {
        return check(request, new Endpoints.Match(endpoint, pathVariables), List.of());
    }

    /**
     * Spells a refusal that is not the guard's own, in the format of this guard.
     *
     * @param endpoint the endpoint that refuses
     * @param problem what the request's sender is told
     * @return the verdict
     */
    public Verdict.Refused refuse(Endpoint endpoint, Problem problem) {
        return refuse(endpoint.toString(), problem);
    }

    private Verdict check(RequestView request, Endpoints.@Nullable Match match, List<String> otherMethods) {
        String name = match == null ? UNMATCHED : match.endpoint().toString();
        Found found = credentials.read(request);
        if (found instanceof Found.None) {
            return refuse(
                    name, Problem.of(Kind.CREDENTIAL_MISSING, "This needs a credential: " + credentials.places()));
        }
        if (!(found instanceof Found.One credential)) {
            return refuse(name, Problem.of(Kind.REQUEST_INVALID, "Send one credential, once."));
        }
        Outcome outcome = credentialCheck.check(credential);
        if (!(outcome.verification() instanceof Verification.Accepted<Principal> authenticated)) {
            return reject(name, ((Verification.Rejected<Principal>) outcome.verification()).reason(), outcome.kind());
        }
        Principal principal = authenticated.value();
        return match == null ? unmatched(principal, otherMethods) : check(match, principal);
    }

    private Verdict check(Endpoints.Match match, Principal principal) {
        Endpoint endpoint = match.endpoint();
        String name = endpoint.toString();
        if (!opens(principal, match)) {
            return reject(name, RejectionReason.WRONG_RESOURCE, principal.kind());
        }
        if (!allows(principal, endpoint)) {
            return refuse(
                    name,
                    new Problem(
                            Kind.PERMISSION_INSUFFICIENT,
                            "The credential does not allow this operation.",
                            principal.kind(),
                            null));
        }
        Decision decision = limiter.take(endpoint.limitName(), caller.apply(principal));
        if (!decision.allowed()) {
            return refuse(name, rateLimited(decision));
        }
        listener.admitted(name, principal, decision);
        return new Verdict.Admitted(principal, match, answers.headers(decision));
    }

    private Verdict unmatched(Principal principal, List<String> otherMethods) {
        Decision decision = limiter.take(UNMATCHED, caller.apply(principal));
        if (!decision.allowed()) {
            return refuse(UNMATCHED, rateLimited(decision));
        }
        if (otherMethods.isEmpty()) {
            return refuse(UNMATCHED, Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint."));
        }
        Problem problem = Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
        listener.refused(UNMATCHED, problem);
        return answers.refuse(problem, Map.of("Allow", String.join(", ", otherMethods)));
    }

    private static boolean allows(Principal principal, Endpoint endpoint) {
        return principal.permission().includes(endpoint.permission())
                && principal.scopes().includes(endpoint.scopes())
                && (endpoint.kinds().isEmpty() || endpoint.kinds().contains(principal.kind()));
    }

    private static boolean opens(Principal principal, Endpoints.Match match) {
        String variable = match.endpoint().resourceVariable();
        if (variable == null) {
            return true;
        }
        String resource = match.pathVariables().get(variable);
        if (resource == null) {
            throw new IllegalArgumentException(
                    "path variables: " + match.pathVariables().keySet() + " (expected: " + variable
                            + ", which names the resource of " + match.endpoint() + ")");
        }
        Resource bound = principal.resource();
        return bound == null || bound.id().equals(resource);
    }

    private static Problem rateLimited(Decision decision) {
        return new Problem(Kind.RATE_LIMITED, "Too many requests; see Retry-After.", null, decision);
    }

    private Verdict reject(String endpoint, RejectionReason reason, @Nullable CredentialKind kind) {
        listener.rejected(endpoint, reason);
        return refuse(endpoint, new Problem(Kind.CREDENTIAL_INVALID, "The credential is not accepted.", kind, null));
    }

    private Verdict.Refused refuse(String endpoint, Problem problem) {
        listener.refused(endpoint, problem);
        return answers.refuse(problem);
    }
}
