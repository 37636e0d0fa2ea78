package dev.faregate.it;

import dev.faregate.blackbox.Api;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The suite's API as resource methods of Quarkus REST. */
@Path("/")
public class Rows {

    /** Of the server that the suite has begun last: Quarkus makes an object of this class by itself. */
    static volatile Api api = new Api();

    private static String handle(String endpoint, RoutingContext context) {
        return api.handle(endpoint, () -> RouteGuard.caller(context));
    }

    @GET
    @Path("rows")
    public String list(@Context RoutingContext context) {
        return handle(Api.LIST, context);
    }

    @GET
    @Path("rows/{id}")
    public String read(@Context RoutingContext context, @PathParam("id") String id) {
        return handle(Api.READ, context) + ' ' + id;
    }

    @POST
    @Path("rows")
    public Response create(@Context RoutingContext context, byte[] sent) {
        String text = handle(Api.CREATE, context) + ' ' + new String(sent, StandardCharsets.UTF_8);
        return Response.status(201).entity(text).build();
    }

    @GET
    @Path("async")
    public CompletionStage<String> async(@Context RoutingContext context) {
        String text = handle(Api.ASYNC, context);
        return CompletableFuture.supplyAsync(() -> text);
    }

    @GET
    @Path("stream")
    public StreamingOutput stream(@Context RoutingContext context) {
        String text = handle(Api.STREAM, context);
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
    public String broken(@Context RoutingContext context) {
        throw new IllegalStateException("planted: " + handle(Api.BROKEN, context));
    }

    @GET
    @Path("conflict")
    public String conflict(@Context RoutingContext context) {
        throw new ClientErrorException(handle(Api.CONFLICT, context), Response.Status.CONFLICT);
    }

    @GET
    @Path("missing")
    public String missing(@Context RoutingContext context) {
        handle(Api.MISSING, context);
        throw Api.refusal();
    }

    @GET
    @Path("page")
    public String page(@Context RoutingContext context) {
        return api.handleOpen(Api.PAGE, () -> RouteGuard.caller(context));
    }

    @POST
    @Path("sign-in")
    public String signIn(@Context RoutingContext context, byte[] sent) {
        return api.signIn(new String(sent, StandardCharsets.UTF_8), RouteGuard.signIn(context));
    }
}
