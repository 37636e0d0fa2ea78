package dev.faregate.it.verifiers;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** Resources for those who are authenticated, without a line about tokens. */
@Path("/me")
public class Me {

    @GET
    @Authenticated
    public String me(@Context SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    @GET
    @Path("/as-staff")
    @RolesAllowed("staff")
    public String asStaff(@Context SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    @GET
    @Path("/as-root")
    @RolesAllowed("root")
    public String asRoot(@Context SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
