package dev.faregate.demo.nocodb;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.http.ErrorFormat;
import dev.faregate.http.Problem;
import dev.faregate.identity.CredentialKind;
import java.util.Map;

/** Errors as NocoDB spells them: a message and nothing else. */
final class NocoDbErrors implements ErrorFormat {

    @Override
    public Answer answer(Problem problem) {
        boolean session = problem.credential() == CredentialKind.SESSION_TOKEN;
        String message = session && problem.kind() == Problem.Kind.CREDENTIAL_INVALID
                ? "Token Expired. Please login again."
                : problem.detail();
        return new Answer(
                problem.kind().status(), "application/json", JSONObjectUtils.toJSONString(Map.of("msg", message)));
    }
}
