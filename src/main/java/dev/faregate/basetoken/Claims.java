package dev.faregate.basetoken;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Principal;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a signed token says.
 *
 * @param jwtId the signed token's own id ({@code jti})
 * @param sourceId the public id of the API token it was made from ({@code client_id}), or of the session ({@code sid})
 * @param owner who it belongs to ({@code sub})
 * @param resource what it opens ({@code aud}); null if it is bound to no resource
 * @param permission how far it reaches ({@code permission}: {@code r} or {@code rw})
 * @param scopes what it may do besides (a claim named in the singular, left out where there are none)
 * @param issuedAt when it was made, in whole seconds ({@code iat})
 * @param expiresAt when its life ends, in whole seconds ({@code exp})
 * @param signedAt where the revocation log stood when it was made ({@code log}, {@code rev})
 * @param extra further claims of the application's own, all text
 */
public record Claims(
        String jwtId,
        String sourceId,
        Owner owner,
        @Nullable Resource resource,
        Permission permission,
        Scopes scopes,
        Instant issuedAt,
        Instant expiresAt,
        LogPosition signedAt,
        Map<String, String> extra) {

    private static final int MOST_EXTRA = 48;

    /**
     * Checks that the life has a length, and keeps its own copy of the further claims.
     *
     * @param jwtId the signed token's own id
     * @param sourceId the id of the API token or session
     * @param owner who it belongs to
     * @param resource what it opens; null for none
     * @param permission how far it reaches
     * @param scopes what it may do besides
     * @param issuedAt when it was made
     * @param expiresAt when its life ends; after {@code issuedAt}
     * @param signedAt where the revocation log stood
     * @param extra further claims
     * @throws IllegalArgumentException if the life is empty, a further claim uses a name that has a meaning already, or there
     *     are more than 48 of them
     */
    public Claims {
        Objects.requireNonNull(jwtId, "jwtId");
        Objects.requireNonNull(sourceId, "sourceId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(signedAt, "signedAt");
        if (!expiresAt.isAfter(issuedAt)) {
            throw new IllegalArgumentException(
                    "expiresAt: " + expiresAt + " (expected: after issuedAt, " + issuedAt + ")");
        }
        extra = Map.copyOf(extra);
        if (extra.size() > MOST_EXTRA) {
            throw new IllegalArgumentException("extra claims: " + extra.size() + " (expected: <= " + MOST_EXTRA + ")");
        }
        for (String name : extra.keySet()) {
            if (ClaimNames.RESERVED.contains(name)) {
                throw new IllegalArgumentException("extra claim: \"" + name + "\" (expected: a name other than "
                        + ClaimNames.RESERVED.stream().sorted().toList() + ")");
            }
        }
    }

    /**
     * What a verified token with these claims proves.
     *
     * @param kind the kind of the token
     * @return the principal
     */
    public Principal principal(CredentialKind kind) {
        return new Principal(kind, sourceId, owner, resource, permission, scopes);
    }
}
