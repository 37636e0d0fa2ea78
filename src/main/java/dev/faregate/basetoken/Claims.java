package dev.faregate.basetoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a signed token says.
 *
 * @param jwtId the signed token's own id ({@code jti})
 * @param caller what presenting it proves: the API token that it was made from ({@code client_id}) or the session ({@code sid}), its
 *     owner ({@code sub}), resource ({@code aud}) and rights ({@code permission}: {@code r} or {@code rw}; {@code scope}, left out where
 *     there are none), and for a session the time of sign-in ({@code auth_time}). Of a refresh token, what the session proves that it refreshes: by itself it opens nothing
 * @param issuedAt when it was made, in whole seconds ({@code iat})
 * @param expiresAt when its life ends, in whole seconds ({@code exp})
 * @param signedAt where the revocation log stood when it was made ({@code log}, {@code rev})
 * @param extra further claims of the application's own
 */
public record Claims(
        String jwtId, Caller caller, Instant issuedAt, Instant expiresAt, LogPosition signedAt, ExtraClaims extra) {

    /**
     * Checks that the life has a length.
     *
     * @param jwtId the signed token's own id
     * @param caller what presenting it proves
     * @param issuedAt when it was made
     * @param expiresAt when its life ends; after {@code issuedAt}
     * @param signedAt where the revocation log stood
     * @param extra further claims
     * @throws IllegalArgumentException if the life is empty
     */
    public Claims {
        Objects.requireNonNull(jwtId, "jwtId");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(signedAt, "signedAt");
        if (!expiresAt.isAfter(issuedAt)) {
            throw new IllegalArgumentException(
                    "expiresAt: " + expiresAt + " (expected: after issuedAt, " + issuedAt + ")");
        }
        Objects.requireNonNull(extra, "extra");
    }

    /**
     * The public id of the API token it was made from, or of the session.
     *
     * @return the id
     */
    public String sourceId() {
        return caller.tokenId();
    }

    /**
     * Who it belongs to.
     *
     * @return the owner
     */
    public Owner owner() {
        return caller.owner();
    }

    /**
     * What it opens.
     *
     * @return the resource; null if it is bound to none
     */
    public @Nullable Resource resource() {
        return caller.resource();
    }

    /**
     * How far it reaches.
     *
     * @return the permission
     */
    public Permission permission() {
        return caller.permission();
    }

    /**
     * What it may do besides.
     *
     * @return the scopes
     */
    public Scopes scopes() {
        return caller.scopes();
    }
}
