package dev.faregate.basetoken;

import java.util.Set;

/** The names of the claims that have a meaning here, registered ones (RFC 7519, RFC 8693) where there are any. */
final class ClaimNames {

    static final String ISSUER = "iss";
    static final String SUBJECT = "sub";
    static final String AUDIENCE = "aud";
    static final String CLIENT_ID = "client_id";
    static final String SESSION_ID = "sid";
    static final String JWT_ID = "jti";
    static final String ISSUED_AT = "iat";
    static final String EXPIRES_AT = "exp";
    static final String AUTH_TIME = "auth_time";
    static final String PERMISSION = "permission";
    static final String SCOPE = "scope";
    static final String LOG_ID = "log";
    static final String LOG_SEQUENCE = "rev";

    static final Set<String> RESERVED = Set.of(
            ISSUER,
            SUBJECT,
            AUDIENCE,
            CLIENT_ID,
            SESSION_ID,
            JWT_ID,
            ISSUED_AT,
            EXPIRES_AT,
            AUTH_TIME,
            PERMISSION,
            SCOPE,
            LOG_ID,
            LOG_SEQUENCE,
            "nbf",
            "act",
            "may_act",
            "cnf");

    private ClaimNames() {}
}
