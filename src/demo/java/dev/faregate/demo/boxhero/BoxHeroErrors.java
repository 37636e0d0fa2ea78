package dev.faregate.demo.boxhero;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.http.ErrorFormat;
import dev.faregate.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Errors as BoxHero spells them, with an id of the error and one of the request. */
final class BoxHeroErrors implements ErrorFormat {

    @Override
    public Answer answer(Problem problem) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", "ex_" + UUID.randomUUID());
        body.put("type", type(problem.kind()));
        body.put("title", problem.detail());
        body.put("correlation_id", "rq_" + UUID.randomUUID());
        return new Answer(status(problem.kind()), "application/json", JSONObjectUtils.toJSONString(body));
    }

    private static int status(Problem.Kind kind) {
        return kind == Problem.Kind.SIGN_IN_FAILED ? 401 : kind.status();
    }

    private static String type(Problem.Kind kind) {
        return switch (kind) {
            case REQUEST_INVALID, CREDENTIALS_SEVERAL -> "/errors/requests/invalid";
            case SIGN_IN_FAILED -> "/errors/users/invalid";
            case CREDENTIAL_MISSING -> "/errors/tokens/missing";
            case CREDENTIAL_INVALID, AUTHENTICATION_STALE -> "/errors/tokens/invalid";
            case PERMISSION_INSUFFICIENT, ROUTE_UNDECLARED, CROSS_SITE -> "/errors/tokens/forbidden";
            case ENDPOINT_UNKNOWN, RESOURCE_UNKNOWN, METHOD_NOT_ALLOWED -> "/errors/resources/not-found";
            case RATE_LIMITED -> "/errors/usage-limits/exceeded";
            case SERVICE_UNAVAILABLE -> "/errors/services/unavailable";
        };
    }
}
