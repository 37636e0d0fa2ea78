package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.blackbox.StartLog;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import io.helidon.common.http.DataChunk;
import io.helidon.common.http.Http;
import io.helidon.common.reactive.Multi;
import io.helidon.webserver.Handler;
import io.helidon.webserver.HttpException;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelidonTest extends BlackBoxSuite {

    HelidonTest() {
        super(new Helidon());
    }

    @Test
    void endpointsAreInTheLogBeforeAnyRequest() throws Exception {
        StartLog.assertNamesEndpoints(new Helidon());
    }

    static final class Helidon implements Adapter {

        @Override
        public String name() {
            return "Helidon SE 3 (recipe)";
        }

        @Override
        public Server start(RequestGuard requestGuard, Api api) throws Exception {
            WebServer server = WebServer.builder(routing(requestGuard, Endpoints.of(Api.ENDPOINTS), api))
                    .host("127.0.0.1")
                    .build();
            server.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
            return new Server() {
                @Override
                public int port() {
                    return server.port();
                }

                @Override
                public void close() throws Exception {
                    server.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
                }
            };
        }

        private static Routing routing(RequestGuard requestGuard, Endpoints endpoints, Api api) {
            HelidonGuard guard = new HelidonGuard(requestGuard, endpoints);
            Routing.Builder routing = Routing.builder().register(guard).error(RefusedException.class, guard::refuse);
            get(routing, "/rows", (request, response) -> response.send(api.handle(Api.LIST, guard.caller(request))));
            get(
                    routing,
                    "/rows/{id}",
                    (request, response) -> response.send(api.handle(Api.READ, guard.caller(request))
                            + ' '
                            + request.path().param("id")));
            routing.post(
                    "/rows",
                    (request, response) -> request.content()
                            .as(String.class)
                            .thenAccept(sent -> response.status(201)
                                    .send(api.handle(Api.CREATE, guard.caller(request)) + ' ' + sent)));
            get(routing, "/async", (request, response) -> {
                String text = api.handle(Api.ASYNC, guard.caller(request));
                CompletableFuture.runAsync(() -> response.send(text));
            });
            get(
                    routing,
                    "/stream",
                    (request, response) -> response.send(Multi.create(
                            Stream.concat(Stream.of(api.handle(Api.STREAM, guard.caller(request))), Api.CHUNKS.stream())
                                    .map(chunk -> DataChunk.create(true, StandardCharsets.UTF_8.encode(chunk))))));
            get(routing, "/broken", (request, response) -> {
                api.handle(Api.BROKEN, guard.caller(request));
                throw new IllegalStateException("planted");
            });
            get(routing, "/conflict", (request, response) -> {
                api.handle(Api.CONFLICT, guard.caller(request));
                throw new HttpException("conflict", Http.Status.CONFLICT_409);
            });
            get(routing, "/missing", (request, response) -> {
                api.handle(Api.MISSING, guard.caller(request));
                throw Api.refusal();
            });
            get(
                    routing,
                    "/page",
                    (request, response) -> response.send(api.handleOpen(Api.PAGE, () -> guard.caller(request))));
            routing.post(
                    "/sign-in",
                    (request, response) -> request.content()
                            .as(String.class)
                            .map(sent -> api.signIn(sent, guard.signIn(request)))
                            .forSingle(response::send)
                            .exceptionallyAccept(request::next));
            return routing.build();
        }

        private static void get(Routing.Builder routing, String path, Handler handler) {
            routing.anyOf(List.of(Http.Method.GET, Http.Method.HEAD), path, handler);
        }
    }
}
