package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spells verdicts in the dialects of one service. */
record Answers(String challenge, RateLimitHeaders rateLimitHeaders, ErrorFormat errors) {

    Map<String, String> headers(Decision decision) {
        return Map.copyOf(rateLimitHeaders.write(decision));
    }

    Verdict.Refused refuse(Problem problem) {
        return refuse(problem, Map.of());
    }

    Verdict.Refused refuse(Problem problem, Map<String, String> further) {
        ErrorFormat.Answer answer = errors.answer(problem);
        Map<String, String> headers = new LinkedHashMap<>(further);
        if (answer.status() == 401 || problem.kind() == Problem.Kind.PERMISSION_INSUFFICIENT) {
            headers.put("WWW-Authenticate", challengeFor(problem));
        }
        Decision decision = problem.decision();
        if (decision != null) {
            headers.putAll(rateLimitHeaders.write(decision));
            if (decision.outcome() != Outcome.NEVER) {
                headers.put("Retry-After", Long.toString(decision.retryAfterSeconds()));
            }
        }
        headers.put("Cache-Control", "no-store");
        if (!answer.body().isEmpty()) {
            headers.put("Content-Type", answer.contentType());
        }
        return new Verdict.Refused(answer.status(), Map.copyOf(headers), answer.body());
    }

    private String challengeFor(Problem problem) {
        String code = problem.kind().errorCode();
        return code == null ? challenge : challenge + ", error=\"" + code + '"';
    }
}
