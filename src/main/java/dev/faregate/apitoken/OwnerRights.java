package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an owner may do now, by the host application's word: an API token never reaches farther than its owner. Asked each time
 * an API token is presented or exchanged, so it should be quick. A base token that was made before its owner lost a right lives
 * on; {@link TokenIssuer#revokeAll(Owner)} ends those.
 */
@FunctionalInterface
public interface OwnerRights {

    /**
     * The most that the owner may do.
     *
     * @param permission the permission
     * @param scopes the scopes; null for any
     */
    record Rights(Permission permission, @Nullable Scopes scopes) {

        /**
         * Checks that there is a permission.
         *
         * @param permission the permission
         * @param scopes the scopes; null for any
         */
        public Rights {
            Objects.requireNonNull(permission, "permission");
        }
    }

    /**
     * What an owner may do with a resource now.
     *
     * @param owner the owner
     * @param resource the resource that the API token opens; null if it is bound to none
     * @return the most they may do; empty for nothing
     */
    Optional<Rights> of(Owner owner, @Nullable Resource resource);

    /**
     * Whatever their API tokens say.
     *
     * @return the rights
     */
    static OwnerRights unrestricted() {
        Optional<Rights> all = Optional.of(new Rights(Permission.READ_WRITE, null));
        return (owner, resource) -> all;
    }
}
