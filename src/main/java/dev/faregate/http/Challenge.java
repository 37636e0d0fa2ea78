package dev.faregate.http;

import dev.faregate.identity.Scopes;
import java.util.regex.Pattern;

/**
 * What {@code WWW-Authenticate} says (RFC 6750 section 3, RFC 9470 section 3): to whoever sent no credential, only where one
 * belongs; else what is wrong with it.
 *
 * @param start scheme and realm
 * @param others further challenges of a 401, each after a comma
 */
record Challenge(String start, String others) {

    /** What {@code error_description} may hold. */
    private static final Pattern DESCRIPTION = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    String to(Problem problem, Scopes required) {
        String code = problem.kind().errorCode();
        if (code == null) {
            return start + others;
        }
        StringBuilder challenge =
                new StringBuilder(start).append(", error=\"").append(code).append('"');
        if (DESCRIPTION.matcher(problem.detail()).matches()) {
            challenge.append(", error_description=\"").append(problem.detail()).append('"');
        }
        if (problem.kind() == Problem.Kind.PERMISSION_INSUFFICIENT && !required.isEmpty()) {
            challenge.append(", scope=\"").append(required.text()).append('"');
        }
        Object maxAge = problem.members().get(Problem.MAX_AGE);
        if (problem.kind() == Problem.Kind.AUTHENTICATION_STALE && maxAge instanceof Long seconds) {
            challenge.append(", max_age=\"").append(seconds).append('"');
        }
        if (problem.kind().status() == 401) {
            challenge.append(others);
        }
        return challenge.toString();
    }
}
