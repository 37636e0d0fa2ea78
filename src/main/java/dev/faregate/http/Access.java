package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may use an endpoint. */
sealed interface Access {

    /** Anyone: no credential is looked at. */
    enum Open implements Access {
        /** By a request from any site. */
        TO_ANYONE,
        /** Not by a request that another site made a browser send. */
        TO_SIGN_IN
    }

    /**
     * Nobody: a route or a method that is not declared. Only the authenticated are told so.
     *
     * @param problem the answer to them
     * @param allowedMethods the methods that the path has; empty if the path is not declared
     */
    record Undeclared(Problem problem, List<String> allowedMethods) implements Access {}

    /**
     * The holder of a credential that allows it.
     *
     * @param permission the permission needed
     * @param saysPermission whether the permission was said, or follows from the method
     * @param scopes the scopes needed besides
     * @param kinds the kinds of credential that it is for; empty for any
     * @param resourceVariable the path's variable that names the resource which the credential must be for; null for none
     * @param orUnbound whether the credential may be bound to no resource, if its owner has rights on the named one
     */
    record Guarded(
            Permission permission,
            boolean saysPermission,
            Scopes scopes,
            Set<CredentialKind> kinds,
            @Nullable String resourceVariable,
            boolean orUnbound)
            implements Access {

        static Guarded by(Permission permission) {
            return new Guarded(permission, false, Scopes.none(), Set.of(), null, false);
        }

        Guarded withPermission(Permission needed) {
            return new Guarded(needed, saysPermission, scopes, kinds, resourceVariable, orUnbound);
        }

        Guarded requiring(Permission required) {
            return new Guarded(required, true, scopes, kinds, resourceVariable, orUnbound);
        }

        Guarded requiring(Scopes required) {
            return new Guarded(permission, saysPermission, scopes.or(required), kinds, resourceVariable, orUnbound);
        }

        Guarded requiring(Set<CredentialKind> required) {
            return new Guarded(permission, saysPermission, scopes, required, resourceVariable, orUnbound);
        }

        Guarded forResourceIn(String variable) {
            return new Guarded(permission, saysPermission, scopes, kinds, variable, false);
        }

        Guarded unboundToo() {
            return new Guarded(permission, saysPermission, scopes, kinds, resourceVariable, true);
        }

        boolean declaresRequirement() {
            return saysPermission || !scopes.isEmpty() || !kinds.isEmpty() || resourceVariable != null;
        }
    }
}
