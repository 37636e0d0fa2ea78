package dev.faregate.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.ratelimit.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Problems after RFC 9457; a refused rate after the problem type of the IETF's RateLimit draft, whose member's name the RFC would
 * not recommend.
 */
final class ProblemDetails {

    private static final String QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    private ProblemDetails() {}

    static ErrorFormat.Answer answer(Problem problem) {
        Problem.Kind kind = problem.kind();
        Decision decision = problem.decision();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", decision == null ? "about:blank" : QUOTA_EXCEEDED);
        members.put("title", kind.title());
        members.put("status", kind.status());
        members.put("detail", problem.detail());
        if (decision != null) {
            members.put("violated-policies", List.of(decision.limit().name()));
        }
        members.putAll(problem.members());
        return new ErrorFormat.Answer(kind.status(), "application/problem+json", JSONObjectUtils.toJSONString(members));
    }
}
