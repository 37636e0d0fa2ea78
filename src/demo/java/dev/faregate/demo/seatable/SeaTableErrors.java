package dev.faregate.demo.seatable;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.http.ErrorFormat;
import dev.faregate.http.Problem;
import dev.faregate.http.Problem.Kind;
import java.util.List;
import java.util.Map;

/** Errors as SeaTable spells them: a message, and of a limited rate not even that. Its parts differ in what a bad token is. */
final class SeaTableErrors implements ErrorFormat {

    private final int rejectedStatus;
    private final String rejectedMessage;

    private SeaTableErrors(int rejectedStatus, String rejectedMessage) {
        this.rejectedStatus = rejectedStatus;
        this.rejectedMessage = rejectedMessage;
    }

    static ErrorFormat forAccounts() {
        return new SeaTableErrors(401, "Invalid token.");
    }

    static ErrorFormat forExchange() {
        return new SeaTableErrors(403, "Permission denied.");
    }

    static ErrorFormat forBases() {
        return new SeaTableErrors(403, "Token expired.");
    }

    static ErrorFormat forSignIn() {
        return problem -> problem.kind() == Kind.REQUEST_INVALID || problem.kind() == Kind.SIGN_IN_FAILED
                ? spelled(400, Map.of("non_field_errors", List.of(problem.detail())))
                : forAccounts().answer(problem);
    }

    @Override
    public Answer answer(Problem problem) {
        return switch (problem.kind()) {
            case RATE_LIMITED -> new Answer(429, "", "");
            case CREDENTIAL_INVALID -> message(rejectedStatus, rejectedMessage);
            default -> message(problem.kind().status(), problem.detail());
        };
    }

    private static Answer message(int status, String message) {
        return spelled(status, Map.of("error_msg", message));
    }

    private static Answer spelled(int status, Map<String, ?> body) {
        return new Answer(status, "application/json", JSONObjectUtils.toJSONString(body));
    }
}
