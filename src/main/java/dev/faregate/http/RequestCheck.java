package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import java.util.List;

/** What a guard does, step by step: authenticate, require, take a permit, answer; each step that refuses ends it. */
record RequestCheck(
        AuthenticationStage authentication,
        AdmissionStage admission,
        OpenStage open,
        Answers answers,
        GuardListener listener) {

    /** The name of the bucket for what belongs to no endpoint. */
    static final String UNMATCHED = "unmatched";

    private static final String EXCHANGE = "token exchange";
    private static final Access ELSEWHERE = Access.Guarded.by(Permission.READ);

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
            return unavailable(request, endpoint.toString(), down);
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
        Authentication authentic = authentication.of(request, endpoint.toString());
        if (!(authentic instanceof Authentication.Proven proven)) {
            return refused(request, endpoint, ((Authentication.Failed) authentic).problem());
        }
        Problem problem = admission.problem(proven.principal(), match, access);
        if (problem != null) {
            return refused(request, endpoint, problem);
        }
        Decision decision = admission.take(proven.principal(), endpoint.limitName());
        if (!decision.allowed()) {
            return refused(request, endpoint, Problem.rateLimited(decision));
        }
        listener.admitted(endpoint.toString(), proven.principal(), decision);
        return new Verdict.Admitted(proven.principal(), proven.credential(), match, answers.headers(request, decision));
    }

    /** A request for none of the endpoints: all such share one bucket. */
    Verdict unmatched(RequestView request, Endpoints endpoints) {
        if (Preflights.isPreflight(request)) {
            return answers.preflight(request);
        }
        try {
            Authentication authentic = authentication.of(request, UNMATCHED);
            if (authentic instanceof Authentication.Failed failed) {
                return refused(request, UNMATCHED, failed.problem());
            }
            Decision decision = admission.take(((Authentication.Proven) authentic).principal(), UNMATCHED);
            if (!decision.allowed()) {
                return refused(request, UNMATCHED, Problem.rateLimited(decision));
            }
        } catch (StoreUnavailableException down) {
            return unavailable(request, UNMATCHED, down);
        }
        List<String> methods = endpoints.methodsOf(request.rawPath());
        Problem problem = methods.isEmpty()
                ? Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint.")
                : Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
        return refused(request, UNMATCHED, problem, methods.toArray(String[]::new));
    }

    Verdict.Answered exchange(RequestView request, String form, TokenEndpoints endpoints) {
        try {
            Decision exhausted = authentication.exhausted(request);
            if (exhausted != null) {
                return refused(request, EXCHANGE, Problem.rateLimited(exhausted));
            }
            return answers.reply(request, endpoints.exchange(form, reason -> {
                listener.rejected(EXCHANGE, reason);
                authentication.count(request, reason);
            }));
        } catch (StoreUnavailableException down) {
            listener.storeUnavailable(EXCHANGE, down);
            return answers.reply(request, Reply.unavailable());
        }
    }

    /** What a handler refuses. */
    Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        try {
            Decision tooMany = problem.kind() == Kind.SIGN_IN_FAILED ? authentication.count(request) : null;
            return refused(request, endpoint, tooMany == null ? problem : Problem.rateLimited(tooMany));
        } catch (StoreUnavailableException down) {
            return unavailable(request, endpoint.toString(), down);
        }
    }

    private Verdict.Answered refused(RequestView request, Endpoint endpoint, Problem problem) {
        listener.refused(endpoint.toString(), problem);
        return answers.refuse(request, problem, endpoint.access(), List.of());
    }

    private Verdict.Answered unavailable(RequestView request, String endpoint, StoreUnavailableException down) {
        listener.storeUnavailable(endpoint, down);
        return refused(
                request,
                endpoint,
                Problem.of(Kind.SERVICE_UNAVAILABLE, "This cannot be answered for the moment; see Retry-After."));
    }

    /** What belongs to no endpoint that was declared. */
    private Verdict.Answered refused(RequestView request, String what, Problem problem, String... allowedMethods) {
        listener.refused(what, problem);
        return answers.refuse(request, problem, ELSEWHERE, List.of(allowedMethods));
    }
}
