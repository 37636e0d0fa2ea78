package dev.faregate.basetoken;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.LogPosition;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as the payload of one issuer and one kind of token, and back. Reads only what {@link #write} can have made. */
final class ClaimsJson {

    /** Seconds of the year 9999; beyond it {@link Instant} and clients' date types part ways. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private final String issuer;
    private final String sourceClaim;

    ClaimsJson(String issuer, TokenType type) {
        this.issuer = issuer;
        this.sourceClaim = switch (type) {
            case BASE_TOKEN -> ClaimNames.CLIENT_ID;
            case SESSION_TOKEN, REFRESH_TOKEN -> ClaimNames.SESSION_ID;
        };
    }

    String write(Claims claims) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(ClaimNames.ISSUER, issuer);
        payload.put(ClaimNames.SUBJECT, claims.owner().id());
        Resource resource = claims.resource();
        if (resource != null) {
            payload.put(ClaimNames.AUDIENCE, resource.id());
        }
        payload.put(sourceClaim, claims.sourceId());
        payload.put(ClaimNames.JWT_ID, claims.jwtId());
        payload.put(ClaimNames.ISSUED_AT, claims.issuedAt().getEpochSecond());
        payload.put(ClaimNames.EXPIRES_AT, claims.expiresAt().getEpochSecond());
        payload.put(ClaimNames.PERMISSION, claims.permission().code());
        if (!claims.scopes().isEmpty()) {
            payload.put(ClaimNames.SCOPE, claims.scopes().text());
        }
        payload.put(ClaimNames.LOG_ID, claims.signedAt().logId());
        payload.put(ClaimNames.LOG_SEQUENCE, claims.signedAt().sequence());
        payload.putAll(claims.extra());
        return JSONObjectUtils.toJSONString(payload);
    }

    /** The claims, or null if the payload is not one that this issuer writes for this kind of token. */
    @Nullable
    Claims read(String payload) {
        try {
            // Null for the JSON text "null", whatever the library's signature says.
            @Nullable Map<String, Object> claims = JSONObjectUtils.parse(payload);
            if (claims == null || !issuer.equals(claims.remove(ClaimNames.ISSUER))) {
                return null;
            }
            Object audience = claims.remove(ClaimNames.AUDIENCE);
            Object scope = claims.remove(ClaimNames.SCOPE);
            return new Claims(
                    text(claims, ClaimNames.JWT_ID),
                    text(claims, sourceClaim),
                    Owner.of(text(claims, ClaimNames.SUBJECT)),
                    audience == null ? null : Resource.of((String) audience),
                    Permission.ofCode(text(claims, ClaimNames.PERMISSION)),
                    scope == null ? Scopes.none() : Scopes.parse((String) scope),
                    second(claims, ClaimNames.ISSUED_AT),
                    second(claims, ClaimNames.EXPIRES_AT),
                    new LogPosition(text(claims, ClaimNames.LOG_ID), number(claims, ClaimNames.LOG_SEQUENCE)),
                    texts(claims));
        } catch (ParseException | ClassCastException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String text(Map<String, Object> claims, String name) {
        if (claims.remove(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " (expected: text)");
    }

    private static long number(Map<String, Object> claims, String name) {
        if (claims.remove(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + " (expected: an integer)");
    }

    private static Instant second(Map<String, Object> claims, String name) {
        long second = number(claims, name);
        if (second < 0 || second > LATEST_SECOND) {
            throw new IllegalArgumentException(name + ": " + second + " (expected: 0 to " + LATEST_SECOND + ")");
        }
        return Instant.ofEpochSecond(second);
    }

    private static Map<String, String> texts(Map<String, Object> claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw new IllegalArgumentException(name + " (expected: text)");
            }
            texts.put(name, text);
        });
        return texts;
    }
}
