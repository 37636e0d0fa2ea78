package dev.faregate.basetoken;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Resource;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as the payload of one issuer and one kind of token, and back. Reads only what {@link #write} can have made. */
final class ClaimsJson {

    private final String issuer;
    private final CredentialKind kind;
    private final String sourceClaim;
    private final @Nullable String audience;

    /** The audience is that of tokens without a resource; null if they have none. */
    ClaimsJson(String issuer, TokenType type, @Nullable String audience) {
        this.audience = audience;
        this.issuer = issuer;
        this.kind = type.kind();
        this.sourceClaim = switch (type) {
            case BASE_TOKEN -> ClaimNames.CLIENT_ID;
            case SESSION_TOKEN, REFRESH_TOKEN -> ClaimNames.SESSION_ID;
        };
    }

    byte[] write(Claims claims) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(ClaimNames.ISSUER, issuer);
        payload.put(ClaimNames.SUBJECT, claims.owner().id());
        Resource resource = claims.resource();
        if (resource != null) {
            payload.put(ClaimNames.AUDIENCE, resource.id());
        } else if (audience != null) {
            // A list, while a resource is one text: so that an audience is never read as a resource of the same name,
            // nor the reverse,
            // whatever is configured where it is read.
            payload.put(ClaimNames.AUDIENCE, List.of(audience));
        }
        payload.put(sourceClaim, claims.sourceId());
        payload.put(ClaimNames.JWT_ID, claims.jwtId());
        payload.put(ClaimNames.ISSUED_AT, claims.issuedAt().getEpochSecond());
        payload.put(ClaimNames.EXPIRES_AT, claims.expiresAt().getEpochSecond());
        Instant authenticatedAt = claims.caller().authenticatedAt();
        if (authenticatedAt != null) {
            payload.put(ClaimNames.AUTH_TIME, authenticatedAt.getEpochSecond());
        }
        payload.put(ClaimNames.PERMISSION, claims.permission().code());
        if (!claims.scopes().isEmpty()) {
            payload.put(ClaimNames.SCOPE, claims.scopes().text());
        }
        payload.put(ClaimNames.LOG_ID, claims.signedAt().logId());
        payload.put(ClaimNames.LOG_SEQUENCE, claims.signedAt().sequence());
        payload.putAll(claims.extra().asMap());
        return utf8(JSONObjectUtils.toJSONString(payload));
    }

    @Nullable
    String audience(Claims claims) {
        Resource resource = claims.resource();
        return resource == null ? audience : resource.id();
    }

    /** The claims, or null if the payload is not one that this issuer writes for this kind of token. */
    @Nullable
    Claims read(byte[] payload) {
        ReadClaims read = new ReadClaims(kind, sourceClaim);
        if (!FlatJson.read(payload, read) || !read.isFrom(issuer)) {
            return null;
        }
        try {
            return read.claims();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte[] utf8(String payload) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(payload));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException unencodable) {
            throw new IllegalArgumentException(
                    "claims: text with half of a surrogate pair (expected: well-formed Unicode)", unencodable);
        }
    }
}
