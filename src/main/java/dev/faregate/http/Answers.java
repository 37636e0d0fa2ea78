package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Spells verdicts in the dialects of one service. */
final class Answers {

    /** Long enough for a store to come back, short enough for clients that wait for it. */
    static final String SECONDS_TO_RECOVER = "5";

    private final Challenge challenge;
    private final RateLimitHeaders dialect;
    private final ErrorFormat errors;
    private final @Nullable Cors cors;
    private final ByOrigin<ResponseHeaders> scripts;

    /** Null if the dialect is the application's own. */
    private final @Nullable LimitDialect ours;

    private final Passing admitted;
    private final Passing opened;

    /** With the headers by which callers are told apart, and of which caches do not know that. */
    Answers(
            Challenge challenge,
            RateLimitHeaders dialect,
            ErrorFormat errors,
            @Nullable Cors cors,
            List<String> callerHeaders) {
        this.challenge = challenge;
        this.dialect = dialect;
        this.errors = errors;
        this.cors = cors;
        List<String> names = new ArrayList<>(dialect.names());
        names.addAll(List.of("Retry-After", "WWW-Authenticate"));
        String exposed = String.join(", ", names);
        this.scripts = new ByOrigin<>(cors, exposed, List.of(), Function.identity());
        this.ours = dialect instanceof LimitDialect known ? known : null;
        this.opened = new Passing(exposed, List.of());
        this.admitted = callerHeaders.isEmpty() ? opened : new Passing(exposed, callerHeaders);
    }

    /** The lines of requests that are let through. */
    private final class Passing {

        private final ByOrigin<ResponseHeaders> others;

        /** Null if the dialect is the application's own. */
        private final @Nullable ByOrigin<KeptLines> kept;

        Passing(String exposed, List<String> callerHeaders) {
            this.others = new ByOrigin<>(cors, exposed, callerHeaders, Function.identity());
            this.kept = ours == null
                    ? null
                    : new ByOrigin<>(cors, exposed, callerHeaders, lines -> new KeptLines(ours, lines));
        }

        ResponseHeaders headers(RequestView request, Decision decision) {
            if (kept != null && ours != null) {
                return kept.of(request)
                        .headers(decision.limit(), decision.limits(), decision.remaining(), ours.reset(decision));
            }
            ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
            dialect.write(decision, lines);
            others.of(request).writeTo(lines, lines);
            return lines.headers();
        }
    }

    Verdict preflight(RequestView request) {
        return cors == null
                ? new Verdict.Preflight(new ResponseHeaders.Lines().headers())
                : cors.answerPreflight(request);
    }

    /** The headers of a request that is let through. The answer of an open endpoint is anyone's. */
    ResponseHeaders headers(RequestView request, Decision decision, Access access) {
        return (access instanceof Access.Open ? opened : admitted).headers(request, decision);
    }

    Verdict.Answered refuse(RequestView request, Problem problem, Access access, List<String> allowedMethods) {
        ErrorFormat.Answer answer = errors.answer(problem);
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        if (!allowedMethods.isEmpty()) {
            lines.accept("Allow", String.join(", ", allowedMethods));
        }
        // Elsewhere, a challenge is up to whoever checks a credential.
        if (access instanceof Access.Guarded guarded
                && (answer.status() == 401 || problem.kind().errorCode() != null)) {
            lines.accept("WWW-Authenticate", challenge.to(problem, guarded.scopes()));
        }
        Decision decision = problem.decision();
        if (decision != null) {
            dialect.write(decision, lines);
        }
        if (answer.status() == 429 && decision != null && decision.outcome() != Outcome.NEVER) {
            lines.accept("Retry-After", SmallNumbers.text(Math.max(1, decision.retryAfterSeconds())));
        } else if (answer.status() == 503) {
            lines.accept("Retry-After", SECONDS_TO_RECOVER);
        }
        lines.accept("Cache-Control", "no-store");
        if (!answer.body().isEmpty()) {
            lines.accept("Content-Type", answer.contentType());
        }
        scripts.of(request).writeTo(lines, lines);
        String body = request.method().equals("HEAD") ? "" : answer.body();
        return new Verdict.Answered(answer.status(), lines.headers(), body);
    }

    /** What a token endpoint replies, for scripts to read. */
    Verdict.Answered reply(RequestView request, Reply reply) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        new TreeMap<>(reply.headers()).forEach(lines);
        scripts.of(request).writeTo(lines, lines);
        return new Verdict.Answered(reply.status(), lines.headers(), reply.body());
    }
}
