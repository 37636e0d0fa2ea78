package dev.faregate.http;

import dev.faregate.http.Endpoints.Match;
import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a guard decides, as chains of steps; a {@link ChainRunner} follows them. Thread-safe.
 *
 * @param authentication finds and verifies credentials
 * @param admission requires, and takes permits
 * @param open knows clients by address
 * @param signIns limits failed sign-ins; null for no limit
 * @param refusedRequests takes permits for what the authenticated may not do, by caller
 * @param endedCredentials takes permits for credentials that were valid once, each its own
 * @param answers formats answers
 * @param listener is notified of decisions
 * @param unlimitedTold whether the log has said that failed sign-ins are not limited
 */
record RequestCheck(
        AuthenticationStage authentication,
        AdmissionStage admission,
        OpenStage open,
        @Nullable SignInLimit signIns,
        EndpointLimiter refusedRequests,
        EndpointLimiter endedCredentials,
        Answers answers,
        GuardListener listener,
        AtomicBoolean unlimitedTold) {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestGuard.class);

    /** The limit name of requests for no endpoint, which share one bucket for each caller. */
    static final String UNMATCHED_NAME = "unmatched";

    private static final Endpoint UNMATCHED = Endpoint.called(UNMATCHED_NAME);
    private static final Match NO_MATCH = new Match(UNMATCHED, Map.of());
    private static final Endpoint REVOCATION = Endpoint.called("token revocation");

    /** The name of the buckets for what the authenticated may not do, one for each caller. The limits are added to it. */
    static final String REFUSED_NAME = "refused requests";

    /** The name of the buckets for credentials that were valid once, one for each. The limits are added to it. */
    static final String ENDED_NAME = "ended credentials";

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
        return kept instanceof Verdict.Opened opened
                ? new Verdict.Opened(opened.match(), NO_HEADERS, opened.signIn())
                : kept;
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
        return new ExchangeCheck(this, request, form, endpoints);
    }

    /** A revocation of the presented token, of which each client may ask so many. */
    Chain revocation(RequestView request, String form, TokenEndpoints endpoints) {
        return new Chain() {
            @Override
            public Step begin() {
                return new Step.Take(
                        admission.openLimiter(REVOCATION),
                        open.client(request),
                        reservation -> {},
                        decision -> decision.allowed()
                                // Stores of tokens, of sessions or the log may block, wherever they are kept.
                                ? new Step.Ask(true, () -> {
                                    Reply reply = endpoints.revocation(form);
                                    return () -> new Step.Done(answers.reply(request, reply));
                                })
                                : new Step.Done(refused(request, REVOCATION, Problem.rateLimited(decision))));
            }

            @Override
            public Step.Done unavailable(StoreUnavailableException down) {
                listener.storeUnavailable(REVOCATION.toString(), down);
                return new Step.Done(answers.reply(request, Reply.unavailable()));
            }
        };
    }

    /** Goes on after a rejection, with the denial of one too many or null. Each reason says who pays for it. */
    Step rejected(
            RequestView request, String credential, RejectionReason reason, Function<@Nullable Decision, Step> next) {
        return switch (reason) {
            // Made up by the sender: the address pays.
            case UNKNOWN, BAD_SIGNATURE -> {
                FailureLimit failures = authentication.failures();
                yield failures == null ? next.apply(null) : failures.count(request, credential, next);
            }
            // Made by this service, and valid once: the credential pays. Forgotten jobs are no attack on others.
            case INVALID_CLAIMS,
                    NOT_YET_VALID,
                    EXPIRED,
                    REPLACED,
                    REUSED,
                    REVOKED,
                    OWNER_WITHOUT_RIGHTS,
                    UNKNOWN_LOG,
                    WRONG_RESOURCE ->
                new Step.Take(
                        endedCredentials,
                        TextDigest.of(credential),
                        reservation -> {},
                        decision -> next.apply(decision.allowed() ? null : decision));
            // Of another service or from before a restart: told by a comparison of texts, which costs nothing.
            case MALFORMED, WRONG_KIND, UNKNOWN_KEY -> next.apply(null);
        };
    }

    /** What a handler refuses. */
    Chain refusal(RequestView request, Endpoint endpoint, Problem problem) {
        return new Chain() {
            @Override
            public Step begin() {
                if (problem.kind() == Kind.SIGN_IN_FAILED) {
                    noticeUnlimited(request, endpoint);
                }
                return new Step.Done(refused(request, endpoint, problem));
            }

            @Override
            public Step.Done unavailable(StoreUnavailableException down) {
                return new Step.Done(RequestCheck.this.unavailable(request, endpoint, down));
            }
        };
    }

    private void noticeUnlimited(RequestView request, Endpoint endpoint) {
        if (request.checks().passed() instanceof Verdict.Opened opened
                && opened.signIn() instanceof LimitedSignIn signIn
                && !signIn.isLimited()
                && unlimitedTold.compareAndSet(false, true)) {
            LOGGER.warn(
                    "{} refused a failed sign-in outside of SignIn.attempt, so that failed attempts there are not limited. "
                            + "Check passwords in SignIn.attempt.",
                    endpoint);
        }
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
