package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.Decision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused, as far as its sender may know.
 *
 * @param kind the public kind
 * @param detail a sentence for people
 * @param credential the kind of credential that was presented, as its shape tells; null if there was none or it tells none
 * @param decision the rate limiter's answer, if that is what refused; otherwise null
 */
public record Problem(
        Kind kind,
        String detail,
        @Nullable CredentialKind credential,
        @Nullable Decision decision) {

    /** The public kinds of refusal. Every rejected credential is of one kind, whatever the reason. */
    public enum Kind {
        /** Two credentials at once. */
        REQUEST_INVALID(400, "Bad Request", "invalid_request"),
        /** No credential where one is needed. */
        CREDENTIAL_MISSING(401, "Unauthorized", null),
        /** A credential that is not accepted. */
        CREDENTIAL_INVALID(401, "Unauthorized", "invalid_token"),
        /** A good credential that does not reach so far. */
        PERMISSION_INSUFFICIENT(403, "Forbidden", "insufficient_scope"),
        /** No endpoint has this method and path. */
        ENDPOINT_UNKNOWN(404, "Not Found", null),
        /** What the path names does not exist, or not for this caller. */
        RESOURCE_UNKNOWN(404, "Not Found", null),
        /** The path is right, the method is not. */
        METHOD_NOT_ALLOWED(405, "Method Not Allowed", null),
        /** Too many requests. */
        RATE_LIMITED(429, "Too Many Requests", null);

        private final int status;
        private final String title;
        private final @Nullable String errorCode;

        Kind(int status, String title, @Nullable String errorCode) {
            this.status = status;
            this.title = title;
            this.errorCode = errorCode;
        }

        /**
         * The usual HTTP status.
         *
         * @return the status code
         */
        public int status() {
            return status;
        }

        /**
         * The status in words.
         *
         * @return the reason phrase
         */
        public String title() {
            return title;
        }

        /**
         * The error code of RFC 6750 section 3.1.
         *
         * @return the code, or null where the RFC has none
         */
        public @Nullable String errorCode() {
            return errorCode;
        }
    }

    /**
     * Checks that what must be there is there.
     *
     * @param kind the public kind
     * @param detail a sentence for people
     * @param credential the kind of credential that was presented, or null
     * @param decision the rate limiter's answer, or null
     */
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * A problem that neither a credential's kind nor a decision tells more of.
     *
     * @param kind the public kind
     * @param detail a sentence for people
     * @return the problem
     */
    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, null, null);
    }

    static Problem credentialInvalid(@Nullable CredentialKind presented) {
        return new Problem(Kind.CREDENTIAL_INVALID, "The credential is not accepted.", presented, null);
    }

    static Problem rateLimited(Decision decision) {
        return new Problem(Kind.RATE_LIMITED, "Too many requests; see Retry-After.", null, decision);
    }
}
