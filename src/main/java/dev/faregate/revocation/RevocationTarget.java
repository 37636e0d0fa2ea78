package dev.faregate.revocation;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import java.util.Objects;

/**
 * What a revocation reaches: one signed token, one API token, one session, or all that belongs to an owner or a resource, or everything. In the
 * revocation log it ends what was signed; the API tokens themselves are ended by their store, through
 * {@code TokenIssuer.revoke} and {@code revokeAll}.
 *
 * @param level how much is meant
 * @param id the id of what is meant; empty for {@link Level#EVERYTHING}
 */
public record RevocationTarget(Level level, String id) {

    /** How much one revocation reaches. */
    public enum Level {
        /** One signed token alone, such as a base token that has leaked. */
        SIGNED_TOKEN,
        /** One API token, and the base tokens made from it. */
        API_TOKEN,
        /** One session. */
        SESSION,
        /** Every session of one owner, and nothing else of theirs. */
        SESSIONS_OF_OWNER,
        /** Whatever belongs to one owner. */
        OWNER,
        /** Whatever opens one resource. */
        RESOURCE,
        /** Every token that there is. */
        EVERYTHING
    }

    /**
     * Checks that both parts are there.
     *
     * @param level how much is meant
     * @param id the id of what is meant
     */
    public RevocationTarget {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(id, "id");
    }

    /**
     * Returns the target of one signed token alone.
     *
     * @param jwtId the signed token's own id ({@code jti})
     * @return the target
     */
    public static RevocationTarget signedToken(String jwtId) {
        return new RevocationTarget(Level.SIGNED_TOKEN, jwtId);
    }

    /**
     * One API token and the base tokens made from it.
     *
     * @param id the API token's public id
     * @return the target
     */
    public static RevocationTarget apiToken(String id) {
        return new RevocationTarget(Level.API_TOKEN, id);
    }

    /**
     * One session.
     *
     * @param id the session's id
     * @return the target
     */
    public static RevocationTarget session(String id) {
        return new RevocationTarget(Level.SESSION, id);
    }

    /**
     * Every session of an owner; their API tokens live on.
     *
     * @param owner the owner
     * @return the target
     */
    public static RevocationTarget sessionsOf(Owner owner) {
        return new RevocationTarget(Level.SESSIONS_OF_OWNER, owner.id());
    }

    /**
     * Whatever belongs to an owner.
     *
     * @param owner the owner
     * @return the target
     */
    public static RevocationTarget owner(Owner owner) {
        return new RevocationTarget(Level.OWNER, owner.id());
    }

    /**
     * Whatever opens a resource.
     *
     * @param resource the resource
     * @return the target
     */
    public static RevocationTarget resource(Resource resource) {
        return new RevocationTarget(Level.RESOURCE, resource.id());
    }

    /**
     * Every token.
     *
     * @return the target
     */
    public static RevocationTarget everything() {
        return new RevocationTarget(Level.EVERYTHING, "");
    }
}
