package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may use an endpoint. */
sealed interface Access {

    /** Anyone: no credential is looked at. */
    enum Open implements Access {
        /** Whatever they have guessed elsewhere. */
        TO_ANYONE,
        /** Whose address has not guessed too often. */
        TO_SIGN_IN
    }

    /**
     * Whoever has a credential that allows it.
     *
     * @param permission the permission needed
     * @param scopes the scopes needed besides
     * @param kinds the kinds of credential that it is for; empty for any
     * @param resourceVariable the path's variable that names the resource which the credential must be for; null for none
     */
    record Guarded(
            Permission permission,
            Scopes scopes,
            Set<CredentialKind> kinds,
            @Nullable String resourceVariable) implements Access {

        static Guarded by(Permission permission) {
            return new Guarded(permission, Scopes.none(), Set.of(), null);
        }

        Guarded requiring(Permission required) {
            return new Guarded(required, scopes, kinds, resourceVariable);
        }

        Guarded requiring(Scopes required) {
            return new Guarded(permission, required, kinds, resourceVariable);
        }

        Guarded requiring(Set<CredentialKind> required) {
            return new Guarded(permission, scopes, required, resourceVariable);
        }

        Guarded forResourceIn(String variable) {
            return new Guarded(permission, scopes, kinds, variable);
        }
    }
}
