package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import java.util.List;

/** What a guard does, step by step: authenticate, require, take a permit, answer; each step that refuses ends it. */
record RequestCheck(
        AuthenticationStage authentication, AdmissionStage admission, Answers answers, GuardListener listener) {

    /** The name of the bucket for what belongs to no endpoint. */
    static final String UNMATCHED = "unmatched";

    private static final String EXCHANGE = "token exchange";

    /** A request for an endpoint. */
    Verdict matched(RequestView request, Endpoints.Match match) {
        if (Preflights.isPreflight(request)) {
            return answers.preflight(request);
        }
        Endpoint endpoint = match.endpoint();
        try {
            Authentication authentic = authentication.of(request, endpoint.toString());
            if (authentic instanceof Authentication.Proven proven) {
                return admit(request, proven, match);
            }
            return refuse(request, endpoint, ((Authentication.Failed) authentic).problem());
        } catch (StoreUnavailableException down) {
            return unavailable(request, endpoint.toString(), down);
        }
    }

    private Verdict admit(RequestView request, Authentication.Proven proven, Endpoints.Match match) {
        Endpoint endpoint = match.endpoint();
        Problem problem = admission.problem(proven.principal(), match);
        if (problem != null) {
            return refuse(request, endpoint, problem);
        }
        Decision decision = admission.take(proven.principal(), endpoint.limitName());
        if (!decision.allowed()) {
            return refuse(request, endpoint, Problem.rateLimited(decision));
        }
        listener.admitted(endpoint.toString(), proven.principal(), decision);
        return answers.admit(request, proven, match, decision);
    }

    /** A request for none of the endpoints: all such share one bucket. */
    Verdict unmatched(RequestView request, Endpoints endpoints) {
        if (Preflights.isPreflight(request)) {
            return answers.preflight(request);
        }
        try {
            Authentication authentic = authentication.of(request, UNMATCHED);
            if (authentic instanceof Authentication.Failed failed) {
                return refuse(request, UNMATCHED, failed.problem(), Scopes.none(), List.of());
            }
            Decision decision = admission.take(((Authentication.Proven) authentic).principal(), UNMATCHED);
            if (!decision.allowed()) {
                return refuse(request, UNMATCHED, Problem.rateLimited(decision), Scopes.none(), List.of());
            }
        } catch (StoreUnavailableException down) {
            return unavailable(request, UNMATCHED, down);
        }
        List<String> methods = endpoints.methodsOf(request.rawPath());
        Problem problem = methods.isEmpty()
                ? Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint.")
                : Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
        return refuse(request, UNMATCHED, problem, Scopes.none(), methods);
    }

    Verdict.Answered exchange(RequestView request, String form, TokenEndpoints endpoints) {
        try {
            Decision exhausted = authentication.exhausted(request);
            if (exhausted != null) {
                return refuse(request, EXCHANGE, Problem.rateLimited(exhausted), Scopes.none(), List.of());
            }
            return answers.reply(request, endpoints.exchange(form, reason -> {
                listener.rejected(EXCHANGE, reason);
                authentication.count(request, reason);
            }));
        } catch (StoreUnavailableException down) {
            return unavailable(request, EXCHANGE, down);
        }
    }

    Verdict.Answered refuse(RequestView request, Endpoint endpoint, Problem problem) {
        return refuse(request, endpoint.toString(), problem, endpoint.scopes(), List.of());
    }

    private Verdict.Answered unavailable(RequestView request, String endpoint, StoreUnavailableException down) {
        listener.storeUnavailable(endpoint, down);
        Problem problem =
                Problem.of(Kind.SERVICE_UNAVAILABLE, "This cannot be answered for the moment; see Retry-After.");
        return refuse(request, endpoint, problem, Scopes.none(), List.of());
    }

    private Verdict.Answered refuse(
            RequestView request, String endpoint, Problem problem, Scopes required, List<String> allowedMethods) {
        listener.refused(endpoint, problem);
        return answers.refuse(request, problem, required, allowedMethods);
    }
}
