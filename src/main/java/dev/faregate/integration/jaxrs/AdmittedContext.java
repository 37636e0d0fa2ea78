package dev.faregate.integration.jaxrs;

import dev.faregate.http.Verdict;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Tells a resource who calls; a role is a scope of the credential. */
record AdmittedContext(Verdict.Admitted admitted, boolean isSecure) implements SecurityContext {

    /** The user of the standard's own way to ask, which leads back to all that was admitted. */
    record User(Verdict.Admitted admitted) implements Principal {
        @Override
        public String getName() {
            return admitted.caller().owner().id();
        }
    }

    @Override
    public Principal getUserPrincipal() {
        return new User(admitted);
    }

    @Override
    public boolean isUserInRole(String role) {
        return admitted.caller().scopes().values().contains(role);
    }

    @Override
    public @Nullable String getAuthenticationScheme() {
        return null;
    }
}
