package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.integration.jaxrs.GuardFeature;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The matrix's routes as resource methods. */
@Path("/")
public final class MatrixRows {

    private final MatrixApi api;

    MatrixRows(MatrixApi api) {
        this.api = api;
    }

    private String handle(MatrixRoute route, String base, SecurityContext caller) {
        return api.handle(route, base, () -> GuardFeature.admitted(caller).caller());
    }

    @GET
    @Path("literal")
    public String literal(@Context SecurityContext caller) {
        return handle(MatrixRoute.LITERAL, null, caller);
    }

    @POST
    @Path("literal")
    public String literalPost(@Context SecurityContext caller) {
        return handle(MatrixRoute.LITERAL_POST, null, caller);
    }

    @GET
    @Path("variable/{base}")
    public String variable(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VARIABLE, base, caller);
    }

    @GET
    @Path("constrained/{base: [a-z]+}")
    public String constrained(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.CONSTRAINED, base, caller);
    }

    @GET
    @Path("wildcard/{base}/{rest: .+}")
    public String wildcard(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.WILDCARD, base, caller);
    }

    @GET
    @Path("near/{base}/rows")
    public String near(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.NEAR, base, caller);
    }

    @GET
    @Path("near/{base}/{table}")
    public String nearMiss(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.NEAR_MISS, base, caller);
    }

    @GET
    @Path("encoded/{base}/rows")
    public String encoded(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ENCODED, base, caller);
    }

    @GET
    @Path("forwarded/{base}")
    public String forwarded(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.FORWARDED, base, caller);
    }

    @GET
    @Path("second/wide-first/{base}")
    public String wideFirst(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.WIDE_GUARD_FIRST, base, caller);
    }

    @GET
    @Path("any/{base}")
    public String getAny(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ANY_METHOD, base, caller);
    }

    @GET
    @Path("verbs/{base}")
    public String getVerbs(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VERBS, base, caller);
    }

    @POST
    @Path("any/{base}")
    public String postAny(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ANY_METHOD, base, caller);
    }

    @POST
    @Path("verbs/{base}")
    public String postVerbs(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VERBS, base, caller);
    }

    @PUT
    @Path("any/{base}")
    public String putAny(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ANY_METHOD, base, caller);
    }

    @PUT
    @Path("verbs/{base}")
    public String putVerbs(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VERBS, base, caller);
    }

    @PATCH
    @Path("any/{base}")
    public String patchAny(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ANY_METHOD, base, caller);
    }

    @PATCH
    @Path("verbs/{base}")
    public String patchVerbs(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VERBS, base, caller);
    }

    @DELETE
    @Path("any/{base}")
    public String deleteAny(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.ANY_METHOD, base, caller);
    }

    @DELETE
    @Path("verbs/{base}")
    public String deleteVerbs(@PathParam("base") String base, @Context SecurityContext caller) {
        return handle(MatrixRoute.VERBS, base, caller);
    }

    /** A locator, of which the standard tells no one. */
    @Path("nested/{base}")
    public Nested nested() {
        return new Nested(this);
    }

    /** A sub-resource. */
    public record Nested(MatrixRows rows) {
        @GET
        @Path("rows")
        public String read(@PathParam("base") String base, @Context SecurityContext caller) {
            return rows.handle(MatrixRoute.NESTED, base, caller);
        }
    }

    @GET
    @Path("async/{base}")
    public void async(
            @PathParam("base") String base, @Context SecurityContext caller, @Suspended AsyncResponse response) {
        String text = handle(MatrixRoute.ASYNC, base, caller);
        new Thread(() -> response.resume(text)).start();
    }

    @GET
    @Path("failing/{base}")
    public String failing(@PathParam("base") String base, @Context SecurityContext caller) {
        throw new ClientErrorException(handle(MatrixRoute.ERROR, base, caller), Response.Status.CONFLICT);
    }

    @GET
    @Path("open")
    public String open() {
        return api.handleOpen(MatrixRoute.OPEN);
    }

    /** Another application, behind a guard that requires more. */
    @Path("/")
    public record StrictFirst(MatrixApi api) {
        @GET
        @Path("{base}")
        public String read(@PathParam("base") String base, @Context SecurityContext caller) {
            return api.handle(
                    MatrixRoute.STRICT_GUARD_FIRST,
                    base,
                    () -> GuardFeature.admitted(caller).caller());
        }
    }
}
