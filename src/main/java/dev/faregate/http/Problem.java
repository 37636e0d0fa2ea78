package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.Decision;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused, as far as its sender may know.
 *
 * @param kind the public kind
 * @param detail a sentence for people
 * @param credential the kind of credential that was presented, as its shape tells; null if there was none or it tells none
 * @param decision the rate limiter's answer, if that is what refused; otherwise null
 * @param members what else its sender is told, by name, see {@link #with}
 */
public record Problem(
        Kind kind,
        String detail,
        @Nullable CredentialKind credential,
        @Nullable Decision decision,
        Map<String, Object> members) {

    static final String MAX_AGE = "max_age";

    /** The public kinds of refusal. Every rejected credential is of one kind, whatever the reason. */
    public enum Kind {
        /** A request that makes no sense. */
        REQUEST_INVALID(400, "Bad Request", null),
        /**
         * A password, or another credential that a handler has checked by itself, is wrong. In {@link SignIn#attempt} it counts as a failed
         * attempt. The status is that of RFC 6749 section 5.2.
         */
        SIGN_IN_FAILED(400, "Bad Request", null),
        /** Two credentials at once. */
        CREDENTIALS_SEVERAL(400, "Bad Request", "invalid_request"),
        /** No credential where one is needed. */
        CREDENTIAL_MISSING(401, "Unauthorized", null),
        /** A credential that is not accepted. */
        CREDENTIAL_INVALID(401, "Unauthorized", "invalid_token"),
        /** A good credential of someone who signed in too long ago for this (RFC 9470). */
        AUTHENTICATION_STALE(401, "Unauthorized", "insufficient_user_authentication"),
        /** A good credential that does not reach so far. */
        PERMISSION_INSUFFICIENT(403, "Forbidden", "insufficient_scope"),
        /** A route that the service has not declared for its API. */
        ROUTE_UNDECLARED(403, "Forbidden", null),
        /** A request that changes something, with a credential out of a cookie, from another site. */
        CROSS_SITE(403, "Forbidden", null),
        /** No endpoint has this method and path. */
        ENDPOINT_UNKNOWN(404, "Not Found", null),
        /** What the path names does not exist, or not for this caller. */
        RESOURCE_UNKNOWN(404, "Not Found", null),
        /** The path is right, the method is not. */
        METHOD_NOT_ALLOWED(405, "Method Not Allowed", null),
        /** Too many requests. */
        RATE_LIMITED(429, "Too Many Requests", null),
        /** A store that is needed does not answer. */
        SERVICE_UNAVAILABLE(503, "Service Unavailable", null);

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
         * The error code of RFC 6750 section 3.1, or RFC 9470 section 3.
         *
         * @return the code, or null where the RFCs have none
         */
        public @Nullable String errorCode() {
            return errorCode;
        }
    }

    private static final Set<String> RESERVED = Set.of("status", "detail", "violated-policies");

    /**
     * Checks that what must be there is there, and keeps its own copy of the members.
     *
     * @param kind the public kind
     * @param detail a sentence for people
     * @param credential the kind of credential that was presented, or null
     * @param decision the rate limiter's answer, or null
     * @param members what else its sender is told
     * @throws IllegalArgumentException if a member has a name that a problem fills by itself
     */
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
        for (String name : members.keySet()) {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "problem member: \"" + name + "\" (expected: none of " + RESERVED + ")");
            }
        }
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * A problem that neither a credential's kind nor a decision tells more of.
     *
     * @param kind the public kind
     * @param detail a sentence for people
     * @return the problem
     */
    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, null, null, Map.of());
    }

    /**
     * The same, telling more: an extension member of one's own (RFC 9457 section 3.2), or {@code type}, {@code title} or
     * {@code instance} instead of the usual ones. Problem details carry it; another {@link ErrorFormat} may.
     *
     * @param name the member's name; not {@code status}, {@code detail} or {@code violated-policies}
     * @param value a text, number, boolean, or a list or map of such; holds nothing that the sender may not know
     * @return the changed copy
     * @throws IllegalArgumentException if a problem fills the member by itself
     */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, Objects.requireNonNull(value, name));
        return new Problem(kind, detail, credential, decision, more);
    }

    /**
     * Returns a challenge to sign in anew (RFC 9470): the operation needs a sign-in that is younger than that of the session presented, see
     * {@link dev.faregate.identity.Caller#authenticatedAt}.
     *
     * @param detail a sentence for people
     * @param maxAge how long ago the sign-in may be; sent in whole seconds
     * @return the problem
     */
    public static Problem staleAuthentication(String detail, Duration maxAge) {
        return of(Kind.AUTHENTICATION_STALE, detail).with(MAX_AGE, maxAge.toSeconds());
    }

    static Problem credentialInvalid(@Nullable CredentialKind presented) {
        return new Problem(Kind.CREDENTIAL_INVALID, "The credential is not accepted.", presented, null, Map.of());
    }

    static Problem permissionInsufficient(CredentialKind presented) {
        return new Problem(
                Kind.PERMISSION_INSUFFICIENT,
                "The credential does not allow this operation.",
                presented,
                null,
                Map.of());
    }

    static Problem rateLimited(Decision decision) {
        return new Problem(Kind.RATE_LIMITED, "Too many requests; see Retry-After.", null, decision, Map.of());
    }
}
