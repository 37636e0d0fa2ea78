package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Outcome;
import java.util.Map;

/** Spells verdicts in the dialects of one service. */
record Answers(String challenge, RateLimitHeaders rateLimitHeaders, ErrorFormat errors) {

    ResponseHeaders headers(RequestView request, Decision decision) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        rateLimitHeaders.write(decision, lines);
        return lines.headers();
    }

    Verdict.Answered refuse(RequestView request, Problem problem, Map<String, String> further) {
        ErrorFormat.Answer answer = errors.answer(problem);
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        further.forEach(lines);
        if (answer.status() == 401 || problem.kind() == Problem.Kind.PERMISSION_INSUFFICIENT) {
            lines.accept("WWW-Authenticate", challengeFor(problem));
        }
        Decision decision = problem.decision();
        if (decision != null) {
            rateLimitHeaders.write(decision, lines);
            if (decision.outcome() != Outcome.NEVER) {
                lines.accept("Retry-After", Long.toString(decision.retryAfterSeconds()));
            }
        }
        lines.accept("Cache-Control", "no-store");
        if (!answer.body().isEmpty()) {
            lines.accept("Content-Type", answer.contentType());
        }
        String body = request.method().equals("HEAD") ? "" : answer.body();
        return new Verdict.Answered(answer.status(), lines.headers(), body);
    }

    private String challengeFor(Problem problem) {
        String code = problem.kind().errorCode();
        return code == null ? challenge : challenge + ", error=\"" + code + '"';
    }
}
