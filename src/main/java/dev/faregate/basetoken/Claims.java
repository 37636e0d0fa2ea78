package dev.faregate.basetoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
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
 * @param caller what presenting it proves: the API token that it was made from ({@code client_id}) or the session ({@code sid}), its
 *     owner ({@code sub}), resource ({@code aud}) and rights ({@code permission}: {@code r} or {@code rw}; {@code scope}, left out where
 *     there are none). Of a refresh token, what the session proves that it refreshes: by itself it opens nothing
 * @param issuedAt when it was made, in whole seconds ({@code iat})
 * @param expiresAt when its life ends, in whole seconds ({@code exp})
 * @param signedAt where the revocation log stood when it was made ({@code log}, {@code rev})
 * @param extra further claims of the application's own, all text
 */
public record Claims(
        String jwtId,
        Caller caller,
        Instant issuedAt,
        Instant expiresAt,
        LogPosition signedAt,
        Map<String, String> extra) {

    private static final int MOST_EXTRA = 48;

    /**
     * Checks that the life has a length, and keeps its own copy of the further claims.
     *
     * @param jwtId the signed token's own id
     * @param caller what presenting it proves
     * @param issuedAt when it was made
     * @param expiresAt when its life ends; after {@code issuedAt}
     * @param signedAt where the revocation log stood
     * @param extra further claims
     * @throws IllegalArgumentException if the life is empty, a further claim uses a name that has a meaning already, or there
     *     are more than 48 of them
     */
    public Claims {
        Objects.requireNonNull(jwtId, "jwtId");
        Objects.requireNonNull(caller, "caller");
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
