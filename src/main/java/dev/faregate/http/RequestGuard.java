package dev.faregate.http;

import dev.faregate.ratelimit.RateLimiter;
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

    private static final AtomicLong GUARDS = new AtomicLong();

    private final RequestCheck check;
    private final UnusedLimits unusedLimits;
    private final String attributeName = RequestGuard.class.getName() + '.' + GUARDS.incrementAndGet();

    RequestGuard(RequestCheck check, UnusedLimits unusedLimits) {
        this.check = check;
        this.unusedLimits = unusedLimits;
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
        unusedLimits.notice(endpoints);
        Endpoints.Match match = endpoints.find(request.method(), request.rawPath());
        return match == null ? check.unmatched(request, endpoints) : check.matched(request, match);
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
        return check.matched(request, new Endpoints.Match(endpoint, pathVariables));
    }

    /**
     * Answers a token exchange, whose credential stands in its body: as {@link TokenEndpoints#exchange} does, but 429 to an address
     * that has guessed too often.
     *
     * @param request the request
     * @param form its body
     * @param endpoints exchange API tokens
     * @return the answer
     */
    public Verdict.Answered exchange(RequestView request, String form, TokenEndpoints endpoints) {
        return check.exchange(request, form, endpoints);
    }

    /**
     * Spells a refusal that is not the guard's own, in the format of this guard: what a handler threw as a
     * {@link RefusedException}, say. {@link Problem.Kind#SIGN_IN_FAILED} counts as a guess of the request's sender.
     *
     * @param request the request
     * @param endpoint the endpoint that refuses
     * @param problem what the request's sender is told
     * @return the answer
     */
    public Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        return check.refuse(request, endpoint, problem);
    }

    /**
     * Answers a request that was let through with a refusal after all, as the other method spells it.
     *
     * @param request the request
     * @param passed its verdict, whose headers are in the answer already
     * @param problem what the request's sender is told
     * @param response the answer, which has not begun to be sent
     * @param <E> what the framework throws
     * @throws E if the answer cannot be sent
     */
    public <E extends Exception> void refuse(
            RequestView request, Verdict.Passed passed, Problem problem, ResponseView<E> response) throws E {
        Verdict.Answered refused = refuse(request, passed.match().endpoint(), problem);
        refused.headers().writeOver(response);
        response.send(refused.status(), refused.bytes());
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
}
