package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Caller;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import java.util.List;
import java.util.Map;

/** What a guard does, step by step: authenticate, require, take a permit, answer; each step that refuses ends it. */
record RequestCheck(
        AuthenticationStage authentication,
        AdmissionStage admission,
        OpenStage open,
        Answers answers,
        GuardListener listener) {

    /** What belongs to no endpoint: all such requests share one bucket. */
    static final Endpoint UNMATCHED = Endpoint.called("unmatched");

    private static final ResponseHeaders NO_HEADERS = new ResponseHeaders.Lines().headers();
    private static final Endpoints.Match NO_MATCH = new Endpoints.Match(UNMATCHED, Map.of());
    private static final Endpoint EXCHANGE = Endpoint.called("token exchange");

    /** A request for an endpoint. */
    Verdict matched(RequestView request, Endpoints.Match match) {
        if (Preflights.isPreflight(request)) {
            return answers.preflight(request);
        }
        Endpoint endpoint = match.endpoint();
        try {
            return endpoint.access() instanceof Access.Guarded guarded
                    ? admit(request, match, guarded)
                    : open(request, match, (Access.Open) endpoint.access());
        } catch (StoreUnavailableException down) {
            return unavailable(request, endpoint, down);
        }
    }

    private Verdict open(RequestView request, Endpoints.Match match, Access.Open access) {
        Endpoint endpoint = match.endpoint();
        Decision decision = open.decide(request, access, endpoint.limitName());
        if (!decision.allowed()) {
            return refused(request, endpoint, Problem.rateLimited(decision));
        }
        listener.opened(endpoint.toString(), decision);
        return new Verdict.Opened(match, answers.headers(request, decision));
    }

    private Verdict admit(RequestView request, Endpoints.Match match, Access.Guarded access) {
        Endpoint endpoint = match.endpoint();
        String credential = authentication.credential(request);
        if (credential == null) {
            return refused(request, endpoint, authentication.unread(request));
        }
        Decision exhausted = authentication.exhausted(request);
        if (exhausted != null) {
            return refused(request, endpoint, Problem.rateLimited(exhausted));
        }
        Verification<Caller> verification = authentication.verify(credential, request);
        if (verification instanceof Verification.Rejected<Caller> rejected) {
            return refused(request, endpoint, authentication.problem(endpoint, credential, request, rejected.reason()));
        }
        Caller caller = verification.orElseThrow();
        Problem problem = admission.problem(caller, match, access);
        if (problem != null) {
            return refused(request, endpoint, problem);
        }
        // Taken here and taken apart below, with nothing large between: so escape analysis spares its memory.
        Decision decision = admission.limiter(endpoint).take(admission.limitKey(caller));
        if (!decision.allowed()) {
            return refused(request, endpoint, Problem.rateLimited(decision));
        }
        if (endpoint == UNMATCHED) {
            return new Verdict.Admitted(caller, credential, match, NO_HEADERS);
        }
        listener.admitted(endpoint.toString(), caller, decision);
        LimitDialect dialect = answers.ours();
        ResponseHeaders headers = dialect == null
                ? answers.headers(request, decision)
                : answers.headers(
                        request, decision.limit(), decision.limits(), decision.remaining(), dialect.reset(decision));
        return new Verdict.Admitted(caller, credential, match, headers);
    }

    /** A request for none of the endpoints. */
    Verdict unmatched(RequestView request, Endpoints endpoints) {
        // Only who may ask is told that there is nothing; and that they were admitted is told to nobody.
        Verdict verdict = matched(request, NO_MATCH);
        if (!(verdict instanceof Verdict.Passed)) {
            return verdict;
        }
        List<String> methods = endpoints.methodsOf(request.rawPath());
        Problem problem = methods.isEmpty()
                ? Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint.")
                : Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
        listener.refused(UNMATCHED.toString(), problem);
        return answers.refuse(request, problem, UNMATCHED.access(), methods);
    }

    Verdict.Answered exchange(RequestView request, String form, TokenEndpoints endpoints) {
        try {
            Decision exhausted = authentication.exhausted(request);
            if (exhausted != null) {
                return refused(request, EXCHANGE, Problem.rateLimited(exhausted));
            }
            return answers.reply(request, endpoints.exchange(form, reason -> {
                listener.rejected(EXCHANGE.toString(), reason);
                authentication.count(request, reason);
            }));
        } catch (StoreUnavailableException down) {
            listener.storeUnavailable(EXCHANGE.toString(), down);
            return answers.reply(request, Reply.unavailable());
        }
    }

    /** What a handler refuses. */
    Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        try {
            Decision tooMany = problem.kind() == Kind.SIGN_IN_FAILED ? authentication.count(request) : null;
            return refused(request, endpoint, tooMany == null ? problem : Problem.rateLimited(tooMany));
        } catch (StoreUnavailableException down) {
            return unavailable(request, endpoint, down);
        }
    }

    private Verdict.Answered refused(RequestView request, Endpoint endpoint, Problem problem) {
        listener.refused(endpoint.toString(), problem);
        return answers.refuse(request, problem, endpoint.access(), List.of());
    }

    private Verdict.Answered unavailable(RequestView request, Endpoint endpoint, StoreUnavailableException down) {
        listener.storeUnavailable(endpoint.toString(), down);
        return refused(
                request,
                endpoint,
                Problem.of(Kind.SERVICE_UNAVAILABLE, "This cannot be answered for the moment; see Retry-After."));
    }
}
