package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Scopes;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Handler;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JavalinTest extends BlackBoxSuite {

    JavalinTest() {
        super(new JavalinRoutes());
    }

    @Test
    void endpointWithoutARouteStopsTheStart() throws Exception {
        RequestGuard guard =
                Faregate.builder().build().guard(CredentialKind.API_TOKEN).build();
        Endpoints endpoints = Endpoints.of(Endpoint.ofRoute("GET", "/rosw/{id}").requiring(Scopes.of("rows")));
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/rows/{id}", context -> context.result("row"));
            new JavalinGuard(guard, endpoints).applyTo(config);
        });
        assertThatThrownBy(() -> server.start("127.0.0.1", 0))
                .hasStackTraceContaining("GET /rosw/{id}")
                .hasStackTraceContaining("GET /rows/{id}");
    }

    private static final class JavalinRoutes implements Adapter {

        @Override
        public String name() {
            return "Javalin 7 (recipe)";
        }

        /** Where there is no handler for HEAD, Javalin answers it out of a GET's route, and asks no handler at all. */
        private static void get(JavalinConfig config, String path, Handler handler) {
            config.routes.get(path, handler).head(path, handler);
        }

        @Override
        public Server start(RequestGuard requestGuard, Api api) {
            JavalinGuard guard = new JavalinGuard(requestGuard, Endpoints.of(Api.OPEN));
            Javalin server = Javalin.create(config -> {
                        config.startup.showJavalinBanner = false;
                        get(config, "/rows", context -> context.result(api.handle(Api.LIST, guard.caller(context))));
                        get(
                                config,
                                "/rows/{id}",
                                context -> context.result(
                                        api.handle(Api.READ, guard.caller(context)) + ' ' + context.pathParam("id")));
                        config.routes.post(
                                "/rows",
                                context -> context.status(201)
                                        .result(api.handle(Api.CREATE, guard.caller(context)) + ' ' + context.body()));
                        get(config, "/async", context -> {
                            String text = api.handle(Api.ASYNC, guard.caller(context));
                            context.future(() ->
                                    CompletableFuture.supplyAsync(() -> text).thenAccept(context::result));
                        });
                        get(config, "/stream", context -> {
                            context.res().getOutputStream().print(api.handle(Api.STREAM, guard.caller(context)));
                            for (String chunk : Api.CHUNKS) {
                                context.res().getOutputStream().print(chunk);
                                context.res().flushBuffer();
                            }
                        });
                        get(config, "/broken", context -> {
                            api.handle(Api.BROKEN, guard.caller(context));
                            throw new IllegalStateException("planted");
                        });
                        get(config, "/conflict", context -> {
                            api.handle(Api.CONFLICT, guard.caller(context));
                            throw new ConflictResponse();
                        });
                        get(config, "/missing", context -> {
                            api.handle(Api.MISSING, guard.caller(context));
                            throw Api.refusal();
                        });
                        get(
                                config,
                                "/page",
                                context -> context.result(api.handleOpen(Api.PAGE, () -> guard.caller(context))));
                        config.routes.post(
                                "/sign-in",
                                context -> context.result(api.signIn(context.body(), guard.signIn(context))));
                        config.routes.ws("/rows", socket -> {});
                        guard.applyTo(config);
                    })
                    .start("127.0.0.1", 0);
            return new Server() {
                @Override
                public int port() {
                    return server.port();
                }

                @Override
                public void close() {
                    server.stop();
                }
            };
        }
    }
}
