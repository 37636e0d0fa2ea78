package dev.faregate.http;

import dev.faregate.http.Endpoints.Match;
import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Reservation;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request's check for one endpoint, step by step: authenticate, require, take a permit, answer. A step that refuses ends it. For
 * use by one thread at a time.
 */
final class Checking implements Chain {

    private final RequestCheck guard;
    private final RequestView request;
    private final RequestChecks checks;
    private final Match match;
    private final Endpoint endpoint;

    /** What the authenticated are told of a route that is not declared; null for an endpoint. */
    private final @Nullable Supplier<Access.Undeclared> undeclared;

    private @Nullable Reservation reservation;
    private boolean over;

    Checking(
            RequestCheck guard,
            RequestView request,
            RequestChecks checks,
            Match match,
            @Nullable Supplier<Access.Undeclared> undeclared) {
        this.guard = guard;
        this.request = request;
        this.checks = checks;
        this.match = match;
        this.endpoint = match.endpoint();
        this.undeclared = undeclared;
    }

    @Override
    public Step begin() {
        return endpoint.access() instanceof Access.Guarded guarded
                ? authenticate(guarded)
                : open((Access.Open) endpoint.access());
    }

    private Step open(Access.Open access) {
        // Another site could make its visitor's browser fail to sign in until the visitor may not.
        return access == Access.Open.TO_SIGN_IN
                        && CrossSite.isFromElsewhere(
                                request, guard.authentication().cors())
                ? refused(Problem.of(Kind.CROSS_SITE, "Nobody signs in by a request from another site."))
                : openFor(guard.open().client(request));
    }

    private Step openFor(String client) {
        return take(guard.admission().openLimiter(endpoint), client, decision -> {
            if (!decision.allowed()) {
                guard.open().noticeExhausted(request);
                return refused(Problem.rateLimited(decision));
            }
            guard.listener().opened(endpoint.toString(), decision);
            return done(new Verdict.Opened(match, headers(decision), new LimitedSignIn(guard.signIns(), request)));
        });
    }

    private Step authenticate(Access.Guarded access) {
        AuthenticationStage authentication = guard.authentication();
        CredentialReader.Read read = authentication.credential(request);
        if (read == null) {
            return refused(authentication.unread(request));
        }
        if (authentication.isCrossSite(read.source(), request)) {
            return refused(Problem.of(
                    Kind.CROSS_SITE, "A request from another site changes nothing with the credential of a cookie."));
        }
        return authentication.verify(read.credential(), request, verification -> {
            if (verification instanceof Verification.Accepted<Caller> accepted) {
                return require(accepted.value(), read.credential(), access);
            }
            return rejected(read.credential(), ((Verification.Rejected<Caller>) verification).reason());
        });
    }

    private Step rejected(String credential, RejectionReason reason) {
        guard.listener().rejected(endpoint.toString(), reason);
        return guard.rejected(
                request,
                credential,
                reason,
                tooMany -> refused(
                        tooMany == null ? guard.authentication().invalid(credential) : Problem.rateLimited(tooMany)));
    }

    private Step require(Caller caller, String credential, Access.Guarded access) {
        return guard.admission()
                .require(
                        caller,
                        match,
                        access,
                        problem -> insufficient(caller, problem),
                        reaching -> admit(reaching, credential));
    }

    private Step insufficient(Caller caller, Problem problem) {
        return take(
                guard.refusedRequests().inGroup(caller.owner().id()),
                guard.admission().limitKey(caller),
                decision -> refused(decision.allowed() ? problem : Problem.rateLimited(decision)));
    }

    private Step admit(Caller caller, String credential) {
        return take(
                guard.admission().limiter(endpoint, caller), guard.admission().limitKey(caller), decision -> {
                    if (!decision.allowed()) {
                        return refused(Problem.rateLimited(decision));
                    }
                    if (undeclared != null) {
                        return undeclared(undeclared.get());
                    }
                    guard.listener().admitted(endpoint.toString(), caller, decision);
                    return done(new Verdict.Admitted(caller, credential, match, headers(decision)));
                });
    }

    /** Takes a permit unless the request has taken this very one before. */
    private Step take(EndpointLimiter limiter, String key, Function<Decision, Step> next) {
        Decision before = checks.permit(guard.admission().limiter(), limiter.endpoint(), key);
        if (before != null) {
            return next.apply(before);
        }
        return new Step.Take(limiter, key, this::taken, decision -> {
            if (decision.allowed()) {
                checks.took(guard.admission().limiter(), limiter.endpoint(), key, decision);
            }
            return next.apply(decision);
        });
    }

    /** Also after the check is over, if the store was late: then the permit is not this request's. */
    private synchronized void taken(Reservation given) {
        if (over) {
            given.refundAsync();
        } else {
            reservation = given;
        }
    }

    @Override
    public synchronized void giveBack() {
        over = true;
        if (reservation != null) {
            reservation.refundAsync();
        }
    }

    private ResponseHeaders headers(Decision decision) {
        return fresh(guard.answers().headers(request, decision, endpoint.access()));
    }

    /** Without the lines that the answer has since the first check. */
    private ResponseHeaders fresh(ResponseHeaders headers) {
        return checks.isEmpty() ? headers : headers.withoutLists();
    }

    private Step undeclared(Access.Undeclared access) {
        return answered(guard.refused(request, endpoint, access.problem(), access.allowedMethods()));
    }

    private Step refused(Problem problem) {
        return answered(guard.refused(request, endpoint, problem));
    }

    @Override
    public Step.Done unavailable(StoreUnavailableException down) {
        giveBack();
        return answered(guard.unavailable(request, endpoint, down));
    }

    private Step.Done answered(Verdict.Answered answer) {
        return done(new Verdict.Answered(answer.status(), fresh(answer.headers()), answer.body()));
    }

    private Step.Done done(Verdict verdict) {
        checks.note(guard, match, verdict);
        return new Step.Done(verdict);
    }
}
