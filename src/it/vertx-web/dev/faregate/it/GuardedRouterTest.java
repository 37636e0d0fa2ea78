package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole router behind one guard, and what an application may do to get past it. */
class GuardedRouterTest {

    private final Clients clients = new Clients();
    private final AtomicInteger runs = new AtomicInteger();

    /** For sub-routers, which only route and need no server of theirs. */
    private final Vertx vertx = Vertx.vertx();

    private static Endpoint admin(String methodAndPath) {
        String[] parts = methodAndPath.split(" ");
        return Endpoint.ofRoute(parts[0], parts[1]).requiring(Clients.SCOPE);
    }

    private VertxServer start(Endpoints endpoints, BiConsumer<RouteGuard, Router> routes) throws Exception {
        return VertxServer.start(vertx -> router(vertx, RouteGuard.of(clients.guard, endpoints), routes));
    }

    private static Router router(Vertx vertx, RouteGuard guard, BiConsumer<RouteGuard, Router> routes) {
        Router router = guard.before(Router.router(vertx));
        routes.accept(guard, router);
        return router;
    }

    private void answer(RoutingContext context) {
        runs.incrementAndGet();
        context.end("answered " + context.currentRoute().getPath());
    }

    private Router sub(RouteGuard guard, BiConsumer<RouteGuard, Router> routes) {
        return router(vertx, guard, routes);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** The scope is required, its owner gets three permits, and a request without it runs nothing. */
    private void assertGuarded(VertxServer server, String... requests) throws Exception {
        int before = runs.get();
        for (String request : requests) {
            assertThat(Clients.status(server, request, "")).as(request).isEqualTo(401);
            assertThat(Clients.status(server, request, clients.other))
                    .as(request)
                    .isEqualTo(403);
        }
        assertThat(runs).hasValue(before);
        for (int i = 0; i < Clients.PERMITS; i++) {
            String request = requests[i % requests.length];
            assertThat(Clients.status(server, request, clients.admin))
                    .as(request)
                    .isEqualTo(200);
        }
        for (String request : requests) {
            assertThat(Clients.status(server, request, clients.admin))
                    .as(request)
                    .isEqualTo(429);
        }
        assertThat(runs).hasValue(before + Clients.PERMITS);
    }

    @Test
    void endpointOfARouteWithVariablesIsFound() throws Exception {
        Endpoints endpoints = Endpoints.of(
                admin("DELETE /users/:id"),
                admin("GET /bases/:base/rows").forResourceIn("base"),
                admin("GET /files/*"),
                admin("GET /flights/:from-:to"));
        try (VertxServer server = start(endpoints, (guard, router) -> {
            router.delete("/users/:id").handler(this::answer);
            router.get("/bases/:base/rows").handler(this::answer);
            router.get("/files/*").handler(this::answer);
            router.get("/flights/:from-:to").handler(this::answer);
            guard.check(router);
        })) {
            assertGuarded(server, "DELETE /users/7", "DELETE /users/8", "DELETE /users/8/");
            assertGuarded(server, "GET /files/a", "GET /files/b/c", "GET /files/", "GET /files");
            assertGuarded(server, "GET /flights/a-b", "GET /flights/b-c");
            assertGuarded(server, "GET /bases/adas/rows", "GET /bases/adas/rows/", "GET //bases/./adas/rows");
            assertThat(Clients.status(server, "GET /bases/mallorys/rows", clients.admin))
                    .isEqualTo(401);
            assertThat(Clients.status(server, "GET /bases/mallorys/rows?base=adas", clients.admin))
                    .isEqualTo(401);
        }
    }

    @Test
    void routeWithARegularExpressionIsRefusedUnlessAllSuchAreDeclared() throws Exception {
        BiConsumer<RouteGuard, Router> routes = (guard, router) -> {
            router.getWithRegex("/users/(?<id>[0-9]+)").handler(this::answer);
            router.get("/rows").handler(this::answer);
        };
        try (VertxServer server = start(Endpoints.of(admin("GET /rows")), routes)) {
            assertThat(Clients.status(server, "GET /users/7", clients.admin)).isEqualTo(403);
            assertThat(runs).hasValue(0);
        }
        try (VertxServer server = start(Endpoints.of(admin("GET /rows"), admin("GET /**")), routes)) {
            assertGuarded(server, "GET /users/7", "GET /users/8");
        }
    }

    @Test
    void routesOfSubRoutersAreFoundByTheirWholeTemplates() throws Exception {
        Endpoints endpoints = Endpoints.of(
                admin("DELETE /api/users"),
                admin("GET /api/"),
                admin("GET /v1/users/:id"),
                admin("GET /t/:tenant/rows"),
                admin("GET /t/:tenant/deep/:id"),
                admin("GET /copy/rows"),
                admin("GET /copy/deep/:id"),
                admin("GET /all"));
        try (VertxServer server = start(endpoints, (guard, router) -> {
            router.route("/api/*").subRouter(sub(guard, (same, api) -> {
                api.delete("/users").handler(this::answer);
                api.get("/").handler(this::answer);
            }));
            router.route("/v1*")
                    .subRouter(sub(guard, (same, v1) -> v1.get("/users/:id").handler(this::answer)));
            Router deep = sub(guard, (same, below) -> below.get("/:id").handler(this::answer));
            Router tenants = sub(guard, (same, tenant) -> {
                tenant.get("/rows").handler(this::answer);
                tenant.route("/deep/*").subRouter(deep);
            });
            router.route("/t/:tenant/*").subRouter(tenants);
            router.route("/copy/*").subRouter(tenants);
            router.route().subRouter(sub(guard, (same, all) -> all.get("/all").handler(this::answer)));
            guard.check(router);
        })) {
            assertGuarded(server, "DELETE /api/users", "DELETE /api//users");
            assertGuarded(server, "GET /api/");
            assertGuarded(server, "GET /v1/users/1");
            assertGuarded(server, "GET /t/adas/rows", "GET /t/made-up-1/rows", "GET /t/made-up-2/rows");
            assertGuarded(server, "GET /t/adas/deep/1", "GET /t/made-up/deep/2");
            assertGuarded(server, "GET /copy/rows");
            assertGuarded(server, "GET /copy/deep/1");
            assertGuarded(server, "GET /all");
        }
    }

    @Test
    void madeUpTenantsShareOneBucket() throws Exception {
        try (VertxServer server = start(
                Endpoints.of(),
                (guard, router) -> router.route("/t/:tenant/*")
                        .subRouter(
                                sub(guard, (same, tenant) -> tenant.get("/rows").handler(this::answer))))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                statuses.add(Clients.status(server, "GET /t/made-up-" + i + "/rows", clients.other));
            }
            assertThat(statuses.subList(0, 3)).containsOnly(200);
            assertThat(statuses.subList(3, 20)).containsOnly(429);
        }
    }

    @Test
    void unguardedSubRouterIsOneEndpoint() throws Exception {
        BiConsumer<RouteGuard, Router> routes = (guard, router) -> {
            Router plain = Router.router(vertx);
            plain.get("/info").handler(this::answer);
            router.route("/bus/*").subRouter(plain);
            router.get("/rows").handler(this::answer);
        };
        Endpoint bus = Endpoint.anyMethodOfRoute("/bus/*").requiring(Clients.SCOPE);
        try (VertxServer server = start(Endpoints.of(admin("GET /rows"), bus), routes)) {
            assertGuarded(server, "GET /bus/info");
        }
        try (VertxServer server = start(Endpoints.of(admin("GET /rows")), routes)) {
            assertThat(Clients.status(server, "GET /bus/info", clients.admin)).isEqualTo(403);
        }
    }

    @Test
    void guardedSubRouterOfAnUnguardedRouterIsFoundByItsWholeTemplate() throws Exception {
        RouteGuard guard = RouteGuard.of(clients.guard, Endpoints.of(admin("GET /t/:tenant/rows")));
        Router rows = sub(guard, (same, tenant) -> tenant.get("/rows").handler(this::answer));
        try (VertxServer server = VertxServer.start(vertx -> {
            Router plain = Router.router(vertx);
            plain.route("/t/:tenant/*").subRouter(rows);
            Router middle = Router.router(vertx);
            middle.route("/t/:tenant/*").subRouter(rows);
            plain.route("/:any/*").subRouter(middle);
            return plain;
        })) {
            assertGuarded(server, "GET /t/adas/rows", "GET /t/other/rows");
            assertThat(Clients.status(server, "GET /deep/t/adas/rows", clients.admin))
                    .as("below a sub-router that has no guard, whose mount point is unknown")
                    .isEqualTo(500);
        }
    }

    @Test
    void handlerInASubRouterMustBeToldWhereItIsMounted() throws Exception {
        RouteGuard guard = RouteGuard.of(
                clients.guard, Endpoints.of(admin("GET /t/:tenant/rows"), admin("GET /t/:tenant/{other}")));
        try (VertxServer server = VertxServer.start(vertx -> {
            Router tenant = Router.router(vertx);
            tenant.get("/rows").handler(guard.mountedAt("/t/:tenant/*")).handler(this::answer);
            tenant.get("/untold").handler(guard).handler(this::answer);
            Router router = Router.router(vertx);
            router.route("/t/:tenant/*").subRouter(tenant);
            router.route("/other/*").subRouter(tenant);
            return router;
        })) {
            assertGuarded(server, "GET /t/adas/rows", "GET /t/made-up/rows");
            assertThat(Clients.status(server, "GET /t/adas/untold", clients.admin))
                    .isEqualTo(500);
            assertThat(Clients.status(server, "GET /other/rows", clients.admin)).isEqualTo(500);
        }
    }

    @Test
    void forgottenRouteIsRefused() throws Exception {
        try (VertxServer server = start(Endpoints.of(admin("GET /rows")), (guard, router) -> {
            router.get("/rows").handler(this::answer);
            router.get("/forgotten").handler(this::answer);
            router.route("/every/*").handler(this::answer);
            router.route().last().handler(this::answer);
            router.get("/later").order(Integer.MAX_VALUE).handler(this::answer);
        })) {
            for (String path : List.of("/forgotten", "/every/path", "/elsewhere", "/later")) {
                assertThat(Clients.status(server, "GET " + path, "")).as(path).isEqualTo(401);
                assertThat(Clients.status(server, "GET " + path, clients.newAdmin()))
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void requestWithoutARouteIsRefusedAndToldOnlyToTheAuthenticated() throws Exception {
        Endpoints endpoints = Endpoints.of(Endpoint.of("GET /rows").requiring(Clients.SCOPE));
        try (VertxServer server =
                start(endpoints, (guard, router) -> router.get("/rows").handler(this::answer))) {
            assertThat(Clients.status(server, "GET /elsewhere", "")).isEqualTo(401);
            assertThat(Clients.status(server, "GET /elsewhere", clients.admin)).isEqualTo(404);
            assertThat(Clients.status(server, "POST /rows", "")).isEqualTo(401);
            HttpResponse<String> answer = Clients.send(server, "POST /rows", clients.admin, "");
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().allValues("Allow")).containsExactly("GET, HEAD");
        }
    }

    @Test
    void lastRouteOfTheApplicationComesBeforeTheGuards() throws Exception {
        Endpoints endpoints =
                Endpoints.of(admin("GET /rows"), Endpoint.anyMethodOfRoute("/*").open());
        try (VertxServer server = start(endpoints, (guard, router) -> {
            router.route().last().handler(this::answer);
            router.get("/rows").handler(this::answer);
        })) {
            assertThat(Clients.status(server, "GET /elsewhere", "")).isEqualTo(200);
            assertThat(Clients.status(server, "GET /rows", "")).isEqualTo(401);
        }
    }

    @Test
    void routeThatIsAddedBehindTheGuardsBackIsDisabled() throws Exception {
        try (VertxServer server = VertxServer.start(vertx -> {
            Router plain = Router.router(vertx);
            Router router = RouteGuard.of(clients.guard, Endpoints.of()).before(plain);
            router.get("/rows").handler(this::answer);
            assertThatThrownBy(() -> plain.get("/behind").handler(this::answer))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("/behind");
            return router;
        })) {
            assertThat(Clients.status(server, "GET /behind", "")).isEqualTo(401);
            assertThat(runs).hasValue(0);
        }
        Router used = Router.router(vertx);
        used.get("/rows").handler(this::answer);
        assertThatThrownBy(() -> RouteGuard.of(clients.guard, Endpoints.of()).before(used))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/rows");
    }

    @Test
    void routesThatTheRouterListsAreGuardedToo() throws Exception {
        try (VertxServer server = start(Endpoints.of(admin("GET /rows")), (guard, router) -> {
            router.get("/rows").handler(this::answer);
            router.get("/failing").failureHandler(context -> context.response().end());
            assertThat(router.getRoutes()).hasSize(2);
            for (Route route : router.getRoutes()) {
                route.handler(this::answer);
            }
            router.clear();
            router.get("/rows").handler(this::answer);
        })) {
            assertGuarded(server, "GET /rows");
            assertThat(Clients.status(server, "GET /failing", "")).isEqualTo(401);
        }
    }

    @Test
    void declaredEndpointWithoutARouteIsAnError() throws Exception {
        Endpoints endpoints = Endpoints.of(
                admin("GET /rows"), admin("GET /typo/:id"), admin("GET /module").optional());
        BiConsumer<RouteGuard, Router> routes =
                (guard, router) -> router.get("/rows").handler(this::answer);
        RouteGuard guard = RouteGuard.of(clients.guard, endpoints);
        assertThatThrownBy(() -> guard.check(sub(guard, routes)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /typo/{id}")
                .hasMessageContaining("GET /rows")
                .hasMessageNotContaining("/module");
        assertThatThrownBy(() -> guard.check(Router.router(vertx))).isInstanceOf(IllegalArgumentException.class);
        try (VertxServer server = start(endpoints, routes)) {
            assertThat(Clients.status(server, "GET /rows", clients.admin))
                    .as("not checked, so checked at the first request")
                    .isEqualTo(500);
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void everyRouteOnARequestsWayIsChecked() throws Exception {
        Endpoints endpoints = Endpoints.of(
                Endpoint.anyMethodOfRoute("/api/*").requiring(dev.faregate.identity.Permission.READ),
                admin("DELETE /api/purge"));
        try (VertxServer server = start(endpoints, (guard, router) -> {
            router.route("/api/*").handler(RoutingContext::next);
            router.delete("/api/purge").handler(this::answer);
            guard.check(router);
        })) {
            assertGuarded(server, "DELETE /api/purge");
        }
        RouteGuard guard = RouteGuard.of(
                clients.guard, Endpoints.of(admin("DELETE /api/purge")).others(OtherRoutes.DEFAULT_RULES));
        try (VertxServer server = VertxServer.start(vertx -> {
            Router router = Router.router(vertx);
            router.route("/api/*").handler(guard);
            router.delete("/api/purge").handler(guard).handler(this::answer);
            return router;
        })) {
            int before = runs.get();
            assertThat(Clients.status(server, "DELETE /api/purge", clients.other))
                    .isEqualTo(403);
            assertThat(runs).hasValue(before);
        }
    }

    @Test
    void reroutedRequestIsCheckedForWhereItGoes() throws Exception {
        Endpoints endpoints = Endpoints.of(
                Endpoint.ofRoute("GET", "/from").limitedAs("from"), admin("GET /admin"), admin("DELETE /admin"));
        try (VertxServer server = start(endpoints, (guard, router) -> {
            router.get("/from").handler(context -> context.reroute("/admin"));
            router.route("/admin")
                    .method(HttpMethod.GET)
                    .method(HttpMethod.DELETE)
                    .handler(this::answer);
            guard.check(router);
        })) {
            assertThat(Clients.status(server, "GET /from", clients.other)).isEqualTo(403);
            assertThat(runs).hasValue(0);
            HttpResponse<String> answer = Clients.send(server, "GET /from", clients.admin, "");
            assertThat(answer.body()).isEqualTo("answered /admin");
            assertThat(answer.headers().allValues("X-RateLimit-Remaining")).containsExactly("2");
        }
    }

    @Test
    void handlersThatOnlyPrepareARequestNeedNoEndpoint() throws Exception {
        try (VertxServer server = start(Endpoints.of(admin("POST /rows")), (guard, router) -> {
            router.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
            router.route().handler(RouteGuard.passing(RoutingContext::next));
            router.route("/rows").handler(BodyHandler.create(false));
            router.route("/rows").blockingHandler(RouteGuard.passing(RoutingContext::next));
            router.post("/rows").handler(this::answer);
            guard.check(router);
        })) {
            assertGuarded(server, "POST /rows");
        }
    }

    @Test
    void twoGuardsMayBeBeforeOneRouter() throws Exception {
        RouteGuard strict = RouteGuard.of(clients.guard, Endpoints.of(admin("GET /t/:id/rows")));
        Clients others = new Clients();
        RouteGuard wide = RouteGuard.of(others.guard, Endpoints.of());
        for (boolean wideFirst : List.of(true, false)) {
            RouteGuard inner = wideFirst ? wide : strict;
            RouteGuard outer = wideFirst ? strict : wide;
            Router mounted = outer.before(inner.before(Router.router(vertx)));
            mounted.get("/rows").handler(this::answer);
            try (VertxServer server = VertxServer.start(vertx -> {
                Router router = outer.before(inner.before(Router.router(vertx)));
                router.route("/t/:id/*").subRouter(mounted);
                return router;
            })) {
                // Neither guard knows the tokens of the other, so that nothing passes both.
                assertThat(Clients.status(server, "GET /t/1/rows", clients.newAdmin()))
                        .isEqualTo(401);
                assertThat(Clients.status(server, "GET /t/1/rows", others.newAdmin()))
                        .isEqualTo(401);
                assertThat(runs).hasValue(0);
            }
        }
    }

    @Test
    void twoGuardsCheckTheirOwnEndpointsOfOneRoute() throws Exception {
        RouteGuard strict = RouteGuard.of(clients.guard, Endpoints.of(admin("GET /t/:id/rows")));
        RouteGuard wide = RouteGuard.of(clients.guard, Endpoints.of());
        Router mounted = wide.before(strict.before(Router.router(vertx)));
        mounted.get("/rows").handler(this::answer);
        try (VertxServer server = VertxServer.start(vertx -> {
            Router router = wide.before(strict.before(Router.router(vertx)));
            router.route("/t/:id/*").subRouter(mounted);
            strict.check(router);
            return router;
        })) {
            assertGuarded(server, "GET /t/1/rows", "GET /t/2/rows");
        }
    }

    @Test
    void handlerBeforeTheGuardIsToldNoCaller() throws Exception {
        try (VertxServer server = start(Endpoints.of(), (guard, router) -> {
            router.route().handler(RouteGuard.passing(context -> {
                assertThatThrownBy(() -> RouteGuard.caller(context)).isInstanceOf(IllegalStateException.class);
                context.next();
            }));
            router.get("/rows")
                    .handler(context ->
                            context.end(RouteGuard.caller(context).owner().id()));
        })) {
            assertThat(Clients.send(server, "GET /rows", clients.other, "").body())
                    .isEqualTo("ada");
        }
    }
}
