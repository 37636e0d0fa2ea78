package dev.faregate.http;

import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may go on: reads its credential, authenticates it, requires what the endpoint requires, and takes
 * a permit for its caller and endpoint. Safe for use by many threads.
 *
 * <p>The answers follow RFC 6750 section 3 (challenges and error codes), RFC 6585 section 4 (429) and RFC 9457 (bodies), in the
 * dialect and error format of the service's choice. No answer repeats anything of a credential.
 */
public final class RequestGuard {

    private final RequestCheck check;
    private final ChainRunner runner;
    private final EndpointNotice notice;

    RequestGuard(RequestCheck check, ChainRunner runner, EndpointNotice notice) {
        this.check = check;
        this.runner = runner;
        this.notice = notice;
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
     * Writes to the log how many of the endpoints are guarded and open, each one at level DEBUG, and which limits none of them has. Each
     * table is written once for each guard. Adapters that find endpoints by path call this method at start. Without it, the first check
     * writes the same.
     *
     * @param endpoints the endpoints that {@link #check(RequestView, Endpoints)} is called with
     */
    public void logEndpoints(Endpoints endpoints) {
        notice.notice(Objects.requireNonNull(endpoints, "endpoints"));
    }

    /**
     * Checks a request for one of several endpoints, which it finds by method and path. A path that belongs to none is answered
     * 404, and one that has other methods 405, but only to the authenticated, and out of one bucket for all such requests.
     *
     * @param request the request
     * @param endpoints the endpoints there are
     * @return the verdict
     */
    public Verdict check(RequestView request, Endpoints endpoints) {
        notice.notice(endpoints);
        RequestChecks checks = request.checks();
        Endpoints.Match match = endpoints.find(request.method(), request.rawPath());
        Verdict known = check.known(request, checks, match == null ? check.unmatched() : match);
        return known != null ? known : runner.run(chain(request, checks, match, endpoints));
    }

    /**
     * Checks a request as {@link #check(RequestView, Endpoints)} does, without blocking the thread that calls. With all stores in
     * memory the verdict is there at once. Otherwise stores and {@linkplain Authenticator#blocks other ports} that block are asked on
     * the guard's own threads, see {@link RequestGuardBuilder#blockingPorts}, and the verdict comes on one of those or of a store.
     *
     * @param request the request; it is read on other threads, one at a time
     * @param endpoints the endpoints there are
     * @return the verdict, sooner or later. Cancel it if the request goes away: then no permit is taken, or it is given back
     */
    public CompletableFuture<Verdict> checkAsync(RequestView request, Endpoints endpoints) {
        notice.notice(endpoints);
        RequestChecks checks = request.checks();
        Endpoints.Match match = endpoints.find(request.method(), request.rawPath());
        Verdict known = check.known(request, checks, match == null ? check.unmatched() : match);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : runner.runAsync(chain(request, checks, match, endpoints));
    }

    private Chain chain(
            RequestView request, RequestChecks checks, Endpoints.@Nullable Match match, Endpoints endpoints) {
        return match == null ? check.unmatched(request, checks, endpoints) : check.matched(request, checks, match);
    }

    /**
     * Checks a request for an endpoint that the framework has found, see {@link Endpoints#forRoute}.
     *
     * @param request the request
     * @param endpoint the endpoint
     * @param pathVariables the values of the endpoint's variables as they were routed, decoded; only the one that names a resource is
     *     needed
     * @return the verdict
     * @throws IllegalArgumentException if the endpoint names its resource by a variable that is not given
     */
    public Verdict check(RequestView request, Endpoint endpoint, Map<String, String> pathVariables) {
        RequestChecks checks = request.checks();
        Endpoints.Match match = new Endpoints.Match(endpoint, pathVariables);
        Verdict known = check.known(request, checks, match);
        return known != null ? known : runner.run(check.matched(request, checks, match));
    }

    /**
     * Checks a request as {@link #check(RequestView, Endpoint, Map)} does, without blocking the thread that calls, see
     * {@link #checkAsync(RequestView, Endpoints)}.
     *
     * @param request the request; it is read on other threads, one at a time
     * @param endpoint the endpoint
     * @param pathVariables the values of the endpoint's variables as they were routed, decoded
     * @return the verdict, sooner or later; fails with {@link IllegalArgumentException} if the endpoint names its resource by a variable
     *     that is not given
     */
    public CompletableFuture<Verdict> checkAsync(
            RequestView request, Endpoint endpoint, Map<String, String> pathVariables) {
        RequestChecks checks = request.checks();
        Endpoints.Match match = new Endpoints.Match(endpoint, pathVariables);
        Verdict known = check.known(request, checks, match);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : runner.runAsync(check.matched(request, checks, match));
    }

    /**
     * Answers a token exchange, whose credential is in its body, as {@link TokenEndpoints#exchange} does. Each exchange takes a permit
     * of the API token at the endpoint {@code token exchange} of the rate limiter. An API token that is not accepted counts as it does
     * elsewhere. A request that another site made a browser send is refused, unless {@link RequestGuardBuilder#cors} allows its origin.
     *
     * @param request the request
     * @param form its body
     * @param endpoints exchange API tokens
     * @return the answer
     */
    public Verdict.Answered exchange(RequestView request, String form, TokenEndpoints endpoints) {
        return (Verdict.Answered) runner.run(check.exchange(request, form, endpoints));
    }

    /**
     * Answers a token exchange as {@link #exchange} does, without blocking the thread that calls.
     *
     * @param request the request; it is read on other threads, one at a time
     * @param form its body
     * @param endpoints exchange API tokens
     * @return the answer, sooner or later
     */
    public CompletableFuture<Verdict.Answered> exchangeAsync(
            RequestView request, String form, TokenEndpoints endpoints) {
        return answered(runner.runAsync(check.exchange(request, form, endpoints)));
    }

    /**
     * Answers a revocation as {@link TokenEndpoints#revoke} does. Each takes a permit of its client's address at the endpoint
     * {@code token revocation} of the rate limiter.
     *
     * @param request the request
     * @param form its body
     * @param endpoints revoke tokens
     * @return the answer
     */
    public Verdict.Answered revoke(RequestView request, String form, TokenEndpoints endpoints) {
        return (Verdict.Answered) runner.run(check.revocation(request, form, endpoints));
    }

    /**
     * Answers a revocation as {@link #revoke(RequestView, String, TokenEndpoints)} does, without blocking the thread that calls.
     *
     * @param request the request
     * @param form its body
     * @param endpoints revoke tokens
     * @return the answer, sooner or later
     */
    public CompletableFuture<Verdict.Answered> revokeAsync(RequestView request, String form, TokenEndpoints endpoints) {
        return answered(runner.runAsync(check.revocation(request, form, endpoints)));
    }

    /**
     * Formats a refusal that is not the guard's own, as this guard formats errors: a {@link RefusedException} of a handler, say.
     *
     * @param request the request
     * @param endpoint the endpoint that refuses
     * @param problem the problem that the request's sender learns
     * @return the answer
     */
    public Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        return (Verdict.Answered) runner.run(check.refusal(request, endpoint, problem));
    }

    /**
     * Formats a refusal as {@link #refuse(RequestView, Endpoint, Problem)} does, without blocking the thread that calls.
     *
     * @param request the request; it is read on other threads, one at a time
     * @param endpoint the endpoint that refuses
     * @param problem the problem that the request's sender learns
     * @return the answer, sooner or later
     */
    public CompletableFuture<Verdict.Answered> refuseAsync(RequestView request, Endpoint endpoint, Problem problem) {
        return answered(runner.runAsync(check.refusal(request, endpoint, problem)));
    }

    private static CompletableFuture<Verdict.Answered> answered(CompletableFuture<Verdict> verdict) {
        return verdict.thenApply(Verdict.Answered.class::cast);
    }

    /**
     * Answers a request that was let through with a refusal after all, in this guard's format.
     *
     * @param request the request
     * @param passed its verdict, whose headers are in the answer already
     * @param problem the problem that the request's sender learns
     * @param response the answer, which has not begun to be sent
     * @param <E> what the framework throws
     * @throws E if the answer cannot be sent
     */
    public <E extends Exception> void refuse(
            RequestView request, Verdict.Passed passed, Problem problem, ResponseView<E> response) throws E {
        refuse(request, passed.match().endpoint(), problem).writeOver(response);
    }

    /**
     * Returns the texts of a request that stand where this guard reads credentials, and have the shape of credentials of this service:
     * for a gateway, which must not pass them on to another server. They are as they were sent: of {@code Basic}, the base64.
     *
     * @param request the request
     * @return the texts, good or not; secrets
     */
    public List<String> credentialsOf(RequestView request) {
        return check.authentication().recognized(request);
    }

    /** Whether a check is this guard's. */
    boolean made(Object guard) {
        return guard == check;
    }
}
