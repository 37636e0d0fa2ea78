package dev.faregate.http;

import dev.faregate.identity.Principal;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Spells verdicts in the dialects of one service. */
final class Answers {

    /** Long enough for a store to come back, short enough for clients that wait for it. */
    static final String SECONDS_TO_RECOVER = "5";

    private final Challenge challenge;
    private final RateLimitHeaders dialect;
    private final ErrorFormat errors;
    private final @Nullable Cors cors;
    private final String exposed;

    Answers(Challenge challenge, RateLimitHeaders dialect, ErrorFormat errors, @Nullable Cors cors) {
        this.challenge = challenge;
        this.dialect = dialect;
        this.errors = errors;
        this.cors = cors;
        List<String> names = new ArrayList<>(dialect.names());
        names.addAll(List.of("Retry-After", "WWW-Authenticate"));
        this.exposed = String.join(", ", names);
    }

    Verdict preflight(RequestView request) {
        return cors == null
                ? new Verdict.Preflight(new ResponseHeaders.Lines().headers())
                : cors.answerPreflight(request);
    }

    Verdict.Admitted admit(
            RequestView request, Principal principal, String credential, Endpoints.Match match, Decision decision) {
        return new Verdict.Admitted(principal, credential, match, headers(request, decision));
    }

    Verdict.Opened open(RequestView request, Endpoints.Match match, Decision decision) {
        return new Verdict.Opened(match, headers(request, decision));
    }

    private ResponseHeaders headers(RequestView request, Decision decision) {
        if (cors == null
                && dialect instanceof XRateLimit numbers
                && request.header("Origin").isEmpty()) {
            return numbers.lines(decision);
        }
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        dialect.write(decision, lines);
        writeCors(request, lines);
        return lines.headers();
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
        writeCors(request, lines);
        String body = request.method().equals("HEAD") ? "" : answer.body();
        return new Verdict.Answered(answer.status(), lines.headers(), body);
    }

    /** What a token endpoint replies, for scripts to read. */
    Verdict.Answered reply(RequestView request, Reply reply) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        new TreeMap<>(reply.headers()).forEach(lines);
        writeCors(request, lines);
        return new Verdict.Answered(reply.status(), lines.headers(), reply.body());
    }

    private void writeCors(RequestView request, ResponseHeaders.Lines lines) {
        if (cors != null) {
            cors.write(request, lines);
        }
        if (!request.header("Origin").isEmpty()) {
            lines.accept("Access-Control-Expose-Headers", exposed);
        }
    }
}
