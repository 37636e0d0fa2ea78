package dev.faregate.http;

import dev.faregate.http.Endpoints.Match;
import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a guard decides, as chains of steps; a {@link ChainRunner} follows them. Thread-safe. */
record RequestCheck(
        AuthenticationStage authentication,
        AdmissionStage admission,
        OpenStage open,
        Answers answers,
        GuardListener listener) {

    /** The limit name of requests for no endpoint, which share one bucket for each caller. */
    static final String UNMATCHED_NAME = "unmatched";

    private static final Endpoint UNMATCHED = Endpoint.called(UNMATCHED_NAME);
    private static final Match NO_MATCH = new Match(UNMATCHED, Map.of());
    private static final Endpoint EXCHANGE = Endpoint.called("token exchange");
    private static final ResponseHeaders NO_HEADERS = new ResponseHeaders.Lines().headers();
    private static final Problem UNAVAILABLE =
            Problem.of(Kind.SERVICE_UNAVAILABLE, "This cannot be answered for the moment; see Retry-After.");

    /** What needs no check, or had one before; null if it needs one. */
    @Nullable
    Verdict known(RequestView request, RequestChecks checks, Match match) {
        if (Preflights.isPreflight(request)) {
            return answers.preflight(request);
        }
        Verdict kept = checks.kept(this, match.endpoint(), match.pathVariables());
        if (kept == null) {
            return null;
        }
        checks.note(this, match, kept);
        if (kept instanceof Verdict.Admitted admitted) {
            return new Verdict.Admitted(admitted.caller(), admitted.credential(), admitted.match(), NO_HEADERS);
        }
        return kept instanceof Verdict.Opened opened ? new Verdict.Opened(opened.match(), NO_HEADERS) : kept;
    }

    /** A request for an endpoint, or for a route that is not declared. */
    Chain matched(RequestView request, RequestChecks checks, Match match) {
        return match.endpoint().access() instanceof Access.Undeclared undeclared
                ? new Checking(this, request, checks, NO_MATCH, () -> undeclared)
                : new Checking(this, request, checks, match, null);
    }

    /** A request for none of the endpoints. */
    Chain unmatched(RequestView request, RequestChecks checks, Endpoints endpoints) {
        // Asked for after the credential: only the authenticated are told what there is.
        Supplier<Access.Undeclared> undeclared = () -> endpoints.undeclaredPath(request.rawPath());
        return new Checking(this, request, checks, NO_MATCH, undeclared);
    }

    Match unmatched() {
        return NO_MATCH;
    }

    /** A token exchange. */
    Chain exchange(RequestView request, String form, TokenEndpoints endpoints) {
        return new Chain() {
            @Override
            public Step begin() {
                return new Step.Ask(endpoints.exchangeBlocks() || authentication.countingBlocks(), this::exchange);
            }

            private Step exchange() {
                Decision exhausted = authentication.exhausted(request);
                if (exhausted != null) {
                    return new Step.Done(refused(request, EXCHANGE, Problem.rateLimited(exhausted)));
                }
                return new Step.Done(answers.reply(request, endpoints.exchange(form, reason -> {
                    listener.rejected(EXCHANGE.toString(), reason);
                    authentication.count(request, reason);
                })));
            }

            @Override
            public Step.Done unavailable(StoreUnavailableException down) {
                listener.storeUnavailable(EXCHANGE.toString(), down);
                return new Step.Done(answers.reply(request, Reply.unavailable()));
            }
        };
    }

    /** What a handler refuses. */
    Chain refusal(RequestView request, Endpoint endpoint, Problem problem) {
        return new Chain() {
            @Override
            public Step begin() {
                boolean counts = problem.kind() == Kind.SIGN_IN_FAILED;
                return new Step.Ask(counts && authentication.countingBlocks(), () -> {
                    Decision tooMany = counts ? authentication.count(request) : null;
                    return new Step.Done(
                            refused(request, endpoint, tooMany == null ? problem : Problem.rateLimited(tooMany)));
                });
            }

            @Override
            public Step.Done unavailable(StoreUnavailableException down) {
                return new Step.Done(RequestCheck.this.unavailable(request, endpoint, down));
            }
        };
    }

    Verdict.Answered refused(RequestView request, Endpoint endpoint, Problem problem) {
        return refused(request, endpoint, problem, List.of());
    }

    Verdict.Answered refused(RequestView request, Endpoint endpoint, Problem problem, List<String> allowedMethods) {
        listener.refused(endpoint.toString(), problem);
        return answers.refuse(request, problem, endpoint.access(), allowedMethods);
    }

    Verdict.Answered unavailable(RequestView request, Endpoint endpoint, StoreUnavailableException down) {
        listener.storeUnavailable(endpoint.toString(), down);
        return refused(request, endpoint, UNAVAILABLE);
    }
}
