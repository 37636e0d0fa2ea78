package dev.faregate.it;

import dev.faregate.blackbox.Api;
import dev.faregate.integration.jaxrs.GuardFeature;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;

/** The suite's API as resource methods. */
@Path("/")
public final class Rows {

    private final Api api;

    Rows(Api api) {
        this.api = api;
    }

    private String handle(String endpoint, SecurityContext caller) {
        return api.handle(endpoint, () -> GuardFeature.admitted(caller).caller());
    }

    @GET
    @Path("rows")
    public String list(@Context SecurityContext caller) {
        return handle(Api.LIST, caller);
    }

    @GET
    @Path("rows/{number: [^/]+}")
    public String read(@Context SecurityContext caller, @PathParam("number") String id) {
        return handle(Api.READ, caller) + ' ' + id;
    }

    @POST
    @Path("rows")
    public Response create(@Context SecurityContext caller, byte[] sent) {
        String text = handle(Api.CREATE, caller) + ' ' + new String(sent, StandardCharsets.UTF_8);
        return Response.status(201).entity(text).build();
    }

    @GET
    @Path("async")
    public void async(@Context SecurityContext caller, @Suspended AsyncResponse response) {
        String text = handle(Api.ASYNC, caller);
        new Thread(() -> response.resume(text)).start();
    }

    @GET
    @Path("stream")
    @Produces("text/event-stream")
    public StreamingOutput stream(@Context SecurityContext caller) {
        String text = handle(Api.STREAM, caller);
        return body -> {
            body.write(text.getBytes(StandardCharsets.UTF_8));
            for (String chunk : Api.CHUNKS) {
                body.write(chunk.getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        };
    }

    @GET
    @Path("broken")
    public String broken(@Context SecurityContext caller) {
        throw new IllegalStateException("planted: " + handle(Api.BROKEN, caller));
    }

    @GET
    @Path("conflict")
    public String conflict(@Context SecurityContext caller) {
        throw new ClientErrorException(handle(Api.CONFLICT, caller), Response.Status.CONFLICT);
    }

    @GET
    @Path("missing")
    public String missing(@Context SecurityContext caller) {
        handle(Api.MISSING, caller);
        throw Api.refusal();
    }

    @GET
    @Path("page")
    public String page(@Context SecurityContext caller) {
        return api.handleOpen(Api.PAGE, () -> GuardFeature.admitted(caller).caller());
    }

    @POST
    @Path("sign-in")
    public String signIn(@Context ContainerRequestContext request, byte[] sent) {
        return api.signIn(new String(sent, StandardCharsets.UTF_8), GuardFeature.signIn(request));
    }
}
