package dev.faregate.basetoken;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of one payload as they are read, each of its own type and none of them twice. */
final class ReadClaims implements FlatJson.Members {

    /** The last second of the year 9999; beyond it {@link Instant} and clients' date types part ways. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private static final long ABSENT = -1;

    private final CredentialKind kind;
    private final String sourceClaim;
    private Map<String, Object> extra = Map.of();
    private @Nullable String issuer;
    private @Nullable String subject;
    private @Nullable String audience;
    private boolean audienceOfNoResource;
    private @Nullable String source;
    private @Nullable String jwtId;
    private @Nullable String permission;
    private @Nullable String scope;
    private @Nullable String logId;
    private long issuedAt = ABSENT;
    private long expiresAt = ABSENT;
    private long authenticatedAt = ABSENT;
    private long sequence = ABSENT;

    ReadClaims(CredentialKind kind, String sourceClaim) {
        this.kind = kind;
        this.sourceClaim = sourceClaim;
    }

    @Override
    public boolean text(String name, String value) {
        boolean first;
        switch (name) {
            case ClaimNames.ISSUER -> {
                first = issuer == null;
                issuer = value;
            }
            case ClaimNames.SUBJECT -> {
                first = subject == null;
                subject = value;
            }
            case ClaimNames.AUDIENCE -> {
                first = audience == null && !audienceOfNoResource;
                audience = value;
            }
            case ClaimNames.JWT_ID -> {
                first = jwtId == null;
                jwtId = value;
            }
            case ClaimNames.PERMISSION -> {
                first = permission == null;
                permission = value;
            }
            case ClaimNames.SCOPE -> {
                first = scope == null;
                scope = value;
            }
            case ClaimNames.LOG_ID -> {
                first = logId == null;
                logId = value;
            }
            default -> {
                if (name.equals(sourceClaim)) {
                    first = source == null;
                    source = value;
                } else {
                    first = putExtra(name, value);
                }
            }
        }
        return first;
    }

    private boolean putExtra(String name, Object value) {
        if (extra.isEmpty()) {
            extra = new HashMap<>();
        }
        return extra.put(name, value) == null;
    }

    @Override
    public boolean integer(String name, long value) {
        return switch (name) {
            // None of these is ever negative, and a negative one could look absent.
            case ClaimNames.ISSUED_AT, ClaimNames.EXPIRES_AT, ClaimNames.LOG_SEQUENCE ->
                value >= 0 && number(name, value);
            case ClaimNames.AUTH_TIME -> kind == CredentialKind.SESSION_TOKEN && value >= 0 && number(name, value);
            default -> putExtra(name, value);
        };
    }

    private boolean number(String name, long value) {
        long before;
        switch (name) {
            case ClaimNames.ISSUED_AT -> {
                before = issuedAt;
                issuedAt = value;
            }
            case ClaimNames.EXPIRES_AT -> {
                before = expiresAt;
                expiresAt = value;
            }
            case ClaimNames.AUTH_TIME -> {
                before = authenticatedAt;
                authenticatedAt = value;
            }
            default -> {
                before = sequence;
                sequence = value;
            }
        }
        return before == ABSENT;
    }

    @Override
    public boolean flag(String name, boolean value) {
        return putExtra(name, value);
    }

    @Override
    public boolean texts(String name, List<String> values) {
        if (!name.equals(ClaimNames.AUDIENCE)) {
            return putExtra(name, values);
        }
        boolean first = audience == null && !audienceOfNoResource;
        audienceOfNoResource = true;
        return first && kind == CredentialKind.BASE_TOKEN && values.size() == 1;
    }

    boolean isFrom(String expectedIssuer) {
        return expectedIssuer.equals(issuer);
    }

    /** Throws an {@link IllegalArgumentException} if one is missing or out of range. */
    Claims claims() {
        return new Claims(
                present(jwtId),
                VerifiedCallers.verified(
                        kind,
                        present(source),
                        Owner.of(present(subject)),
                        audience == null ? null : Resource.of(audience),
                        Permission.ofCode(present(permission)),
                        scope == null ? Scopes.none() : Scopes.parse(scope),
                        kind == CredentialKind.SESSION_TOKEN ? second(authenticatedAt) : null),
                second(issuedAt),
                second(expiresAt),
                new LogPosition(present(logId), sequence),
                ExtraClaims.read(extra));
    }

    private static String present(@Nullable String claim) {
        if (claim == null) {
            throw new IllegalArgumentException("a required claim is missing");
        }
        return claim;
    }

    private static Instant second(long second) {
        if (second < 0 || second > LATEST_SECOND) {
            throw new IllegalArgumentException("second: " + second + " (expected: 0 to " + LATEST_SECOND + ")");
        }
        return Instant.ofEpochSecond(second);
    }
}
