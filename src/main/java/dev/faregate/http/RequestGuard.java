package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Principal;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether a request may go on: reads its credential, authenticates it, requires what the endpoint requires, and takes
 * a permit for its caller and endpoint. Safe for use by many threads.
 *
 * <p>The answers follow RFC 6750 section 3 (challenges and error codes), RFC 6585 section 4 (429) and RFC 9457 (bodies), in the
 * dialect and error format of the service's choice. No answer repeats anything of a credential.
 */
public final class RequestGuard {

    private static final String UNMATCHED = "unmatched";
    private static final AtomicLong GUARDS = new AtomicLong();

    private final AuthenticationStage authentication;
    private final AdmissionStage admission;
    private final Answers answers;
    private final GuardListener listener;
    private final String attributeName = RequestGuard.class.getName() + '.' + GUARDS.incrementAndGet();

    RequestGuard(RequestGuardBuilder builder) {
        CredentialReader credentials = new CredentialReader(builder.allSources(), builder.firstCredentialWins);
        this.authentication = new AuthenticationStage(credentials, builder.credentialCheck(), builder.listener);
        this.admission = new AdmissionStage(builder.limiter, builder.caller, builder.listener);
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
     * Checks a request for one of several endpoints, which it finds by method and path. A path that belongs to none is answered
     * 404, and one that has other methods 405, but only to whoever is authenticated, and out of one bucket for all such requests.
     *
     * @param request the request
     * @param endpoints the endpoints there are
     * @return the verdict
     */
    public Verdict check(RequestView request, Endpoints endpoints) {
        Endpoints.Match match = endpoints.find(request.method(), request.rawPath());
        if (match != null) {
            return check(request, match);
        }
        return Preflights.isPreflight(request) ? preflight() : unmatched(request, endpoints);
    }

    /**
     * Checks a request for an endpoint that the framework has found, see {@link Endpoints#ofRoute}.
     *
     * @param request the request
     * @param endpoint the endpoint
     * @param pathVariables what stands in the endpoint's variables, decoded; only the one that names a resource is needed
     * @return the verdict
     * @throws IllegalArgumentException if the endpoint names its resource by a variable that is not given
     */
    public Verdict check(RequestView request, Endpoint endpoint, Map<String, String> pathVariables) {
        return check(request, new Endpoints.Match(endpoint, pathVariables));
    }

    /**
     * Spells a refusal that is not the guard's own, in the format of this guard: what a handler threw as a
     * {@link RefusedException}, say.
     *
     * @param request the request
     * @param endpoint the endpoint that refuses
     * @param problem what the request's sender is told
     * @return the answer
     */
    public Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        return refuse(request, endpoint.toString(), problem);
    }

    /**
     * A name under which an adapter may keep this guard's verdict with the request, so that a filter that runs twice asks once.
     * Each guard has its own: one must not pass for another.
     *
     * @return the name of a request attribute
     */
    public String attributeName() {
        return attributeName;
    }

    private Verdict check(RequestView request, Endpoints.Match match) {
        if (Preflights.isPreflight(request)) {
            return preflight();
        }
        String endpoint = match.endpoint().toString();
        Authentication authentic = authentication.of(request, endpoint);
        if (authentic instanceof Authentication.Failed failed) {
            return refuse(request, endpoint, failed.problem());
        }
        Principal principal = ((Authentication.Proven) authentic).principal();
        Problem problem = admission.problem(principal, match);
        if (problem != null) {
            return refuse(request, endpoint, problem);
        }
        Decision decision = admission.take(principal, match.endpoint().limitName());
        if (!decision.allowed()) {
            return refuse(request, endpoint, Problem.rateLimited(decision));
        }
        listener.admitted(endpoint, principal, decision);
        return new Verdict.Admitted(principal, match, answers.headers(request, decision));
    }

    private static Verdict preflight() {
        return new Verdict.Preflight(new ResponseHeaders.Lines().headers());
    }

    private Verdict unmatched(RequestView request, Endpoints endpoints) {
        Authentication authentic = authentication.of(request, UNMATCHED);
        if (authentic instanceof Authentication.Failed failed) {
            return refuse(request, UNMATCHED, failed.problem());
        }
        Decision decision = admission.take(((Authentication.Proven) authentic).principal(), UNMATCHED);
        if (!decision.allowed()) {
            return refuse(request, UNMATCHED, Problem.rateLimited(decision));
        }
        List<String> methods = endpoints.methodsOf(request.rawPath());
        if (methods.isEmpty()) {
            return refuse(request, UNMATCHED, Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint."));
        }
        Problem problem = Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
        listener.refused(UNMATCHED, problem);
        return answers.refuse(request, problem, Map.of("Allow", String.join(", ", methods)));
    }

    private Verdict.Answered refuse(RequestView request, String endpoint, Problem problem) {
        listener.refused(endpoint, problem);
        return answers.refuse(request, problem, Map.of());
    }
}
