package dev.faregate.it.webflux.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.nest;

import dev.faregate.blackbox.LogOf;
import dev.faregate.blackbox.RawHttp;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.webflux.WebFluxGuard;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** An application with nothing of its own but properties and handlers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoConfigurationTest {

    private static final Consumer<GenericApplicationContext> NOTHING = beans -> {};

    private Shop shop;

    @BeforeAll
    void start() {
        shop = Shop.start(
                beans -> beans.registerBean(
                        Endpoints.class,
                        () -> Endpoints.of(
                                Endpoint.of("GET /app/bases/{base}/rows").forResourceIn("base"),
                                Endpoint.of("GET /app/shops/{base}/orders")
                                        .requiring(Scopes.of("orders"))
                                        .forResourceIn("base"),
                                Endpoint.of("GET /app/shops/{base}/refusing"),
                                Endpoint.of("GET /app/rows/{id}"),
                                Endpoint.of("POST /app/reports"),
                                Endpoint.of("POST /app/exports"),
                                Endpoint.of("POST /app/uploads"),
                                Endpoint.of("GET /app/actuator/health"))),
                "spring.webflux.base-path=/app",
                "spring.web.resources.add-mappings=false",
                "faregate.limit=60/h burst 3,1000/d",
                "faregate.limits[POST /app/exports]=1/d",
                "faregate.open-paths=/app/open/**",
                "faregate.exchange-path=/oauth/token");
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    @Test
    void handlerIsGuardedAndToldWhoCalls() throws Exception {
        assertThat(shop.get("/app/rows/7", null).statusCode()).isEqualTo(401);
        assertThat(shop.get("/app/rows/7", shop.issue("ada")).body()).isEqualTo("ada reads 7");
    }

    @Test
    void requirementHoldsByTheWholeTemplateOfNestedRoutesToo() throws Exception {
        for (String path : List.of("/app/bases/mine/rows", "/app/shops/mine/orders")) {
            assertThat(shop.get(path, shop.issue("bob", "mine", "orders")).body())
                    .isEqualTo("mine");
            assertThat(shop.get(path, shop.issue("bob", "other", "orders")).statusCode())
                    .isEqualTo(401);
        }
        assertThat(shop.get("/app/shops/mine/orders", shop.issue("bob", "mine")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusalOfAFunctionalHandlerIsInTheGuardsFormat() throws Exception {
        var answer = shop.get("/app/shops/mine/refusing", shop.issue("carl"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"detail\":\"No such order.\"");
        assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).isPresent();
    }

    @Test
    void limitsAreOfAnnotationsAndProperties() throws Exception {
        assertThat(shop.statuses(4, "GET", "/app/rows/7", shop.issue("dora"))).containsExactly(200, 200, 200, 429);
        assertThat(shop.statuses(3, "POST", "/app/reports", shop.issue("dora"))).containsExactly(200, 200, 429);
        assertThat(shop.statuses(2, "POST", "/app/exports", shop.issue("dora"))).containsExactly(200, 429);
    }

    @Test
    void actuatorIsGuarded() throws Exception {
        assertThat(shop.get("/app/actuator/health", null).statusCode()).isEqualTo(401);
        assertThat(shop.get("/app/actuator/health", shop.issue("emil")).statusCode())
                .isEqualTo(200);
        assertThat(shop.get("/app/actuator", shop.issue("emil")).statusCode())
                .as("not declared, beside endpoints with requirements")
                .isEqualTo(403);
    }

    @Test
    void whatHasNoHandlerIsGuarded() throws Exception {
        assertThat(shop.get("/app/nothing", null).statusCode()).isEqualTo(401);
        assertThat(shop.send("DELETE", "/app/reports", null, "").statusCode()).isEqualTo(401);
        String token = shop.issue("fred");
        assertThat(shop.get("/app/nothing", token).statusCode()).isEqualTo(404);
        assertThat(shop.send("DELETE", "/app/reports", token, "").statusCode()).isEqualTo(405);
    }

    @Test
    void apiTokensAreExchangedByPostAlone() throws Exception {
        var answer = shop.send(
                "POST",
                "/app/oauth/token",
                null,
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=" + shop.issue("gina")
                        + "&subject_token_type=urn:faregate:token-type:api-token");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        String baseToken = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        assertThat(shop.get("/app/rows/7", baseToken).body()).isEqualTo("gina reads 7");
        assertThat(shop.get("/app/oauth/token", null).statusCode()).isEqualTo(401);
    }

    /** Each of these would hand a handler who calls, if Spring could make one of what was sent. */
    @Test
    void callerIsNeverMadeOfWhatWasSent() throws Exception {
        String forged = "kind=API_TOKEN&tokenId=x&owner.id=root&owner=root&permission=READ_WRITE&scopes.values=admin";
        String json =
                "{\"kind\":\"API_TOKEN\",\"tokenId\":\"x\",\"owner\":{\"id\":\"root\"},\"permission\":\"READ_WRITE\"}";
        String token = shop.issue("hugo");
        for (String path : List.of("/app/open/mistake", "/app/open/model", "/app/open/mono")) {
            for (String credential : new String[] {null, token}) {
                var answer = shop.get(path + "?" + forged, credential);
                assertThat(answer.statusCode()).as(path).isGreaterThanOrEqualTo(400);
                assertThat(answer.body()).doesNotContain("root");
            }
        }
        assertThat(shop.get("/app/open/mistake", token).statusCode()).isEqualTo(500);
        assertThat(shop.send("POST", "/app/open/form", null, forged).statusCode())
                .isGreaterThanOrEqualTo(400);
        assertThat(shop.send("POST", "/app/open/body", null, json, "application/json")
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void nothingOfABodyIsReadBeforeTheVerdict() throws Exception {
        String answer = RawHttp.exchange(
                shop.port(),
                "POST /app/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 1000000\r\n\r\nonly this");
        assertThat(RawHttp.status(answer)).isEqualTo(401);
    }

    @Test
    void handlerRunsOnTheServersThreadIfNothingBlocks() throws Exception {
        assertThat(shop.get("/app/rows/7", shop.issue("ivan")).statusCode()).isEqualTo(200);
        assertThat(ShopApplication.THREAD.get()).startsWith("webflux-http");
    }

    @Test
    void addressIsOfTheConnectionHoweverSpringRewritesIt() throws Exception {
        try (Shop forwarding = Shop.start(NOTHING, "server.forward-headers-strategy=framework")) {
            for (int i = 0; i < 20; i++) {
                assertThat(forwarding.guess(i)).as("guess %d", i).isEqualTo(401);
            }
            assertThat(forwarding.guess(20)).isEqualTo(429);
        }
    }

    @Test
    void serversOwnStrategyIsSaidAtStart() throws Exception {
        String said =
                "INFO " + WebFluxGuard.class.getName() + " - The server takes client addresses from forwarded headers";
        assertThat(LogOf.run(() -> Shop.start(NOTHING, "server.forward-headers-strategy=native")
                        .close()))
                .containsOnlyOnce(said);
        assertThat(LogOf.run(() -> Shop.start(NOTHING, "server.forward-headers-strategy=framework")
                        .close()))
                .doesNotContain(said);
    }

    @Test
    void trustedProxyIsBelievedBehindSpringsTransformerToo() throws Exception {
        try (Shop forwarding = Shop.start(
                NOTHING, "server.forward-headers-strategy=framework", "faregate.trusted-proxies=127.0.0.1")) {
            for (int i = 0; i < 25; i++) {
                assertThat(forwarding.guess(i)).as("guess %d", i).isEqualTo(401);
            }
        }
    }

    @Test
    void forgedPrefixMovesNoRequestPastItsRequirement() throws Exception {
        try (Shop forwarding = Shop.start(
                beans -> beans.registerBean(
                        Endpoints.class,
                        () -> Endpoints.of(Endpoint.of("GET /bases/{base}/rows").forResourceIn("base"))),
                "server.forward-headers-strategy=framework",
                "faregate.open-paths=/open/**")) {
            String token = forwarding.issue("jan", "other");
            for (String prefix : List.of("/open", "/bases/other", "/x/../open")) {
                assertThat(forwarding.getForwarded("/bases/mine/rows", token, prefix))
                        .as(prefix)
                        .isGreaterThanOrEqualTo(400);
            }
        }
    }

    @Test
    void partIsGuardedByTheHandlersPattern() throws Exception {
        try (Shop part = Shop.start(NOTHING, "faregate.guarded-paths=/rows/**")) {
            for (String path : List.of("/rows/7", "/rows;x=1/7", "//rows/7", "/%72ows/7", "/x/../rows/7")) {
                assertThat(part.raw("GET " + path)).as(path).isIn(400, 401, 404);
            }
            assertThat(part.get("/bases/mine/rows", null).statusCode()).isEqualTo(200);
            assertThat(part.get("/actuator/health", null).statusCode()).isEqualTo(200);
        }
    }

    /** Spring tells the pattern that they are nested in. */
    @Test
    void nestedRoutesWithoutAPatternTakeAllPathsBelow() throws Exception {
        try (Shop nesting = Shop.start(
                beans -> {
                    route(beans, "below", nest(path("/nest"), RouterFunctions.route(all(), AutoConfigurationTest::ok)));
                    route(
                            beans,
                            "joined",
                            nest(path("/two/*"), RouterFunctions.route(GET("/x"), AutoConfigurationTest::ok)));
                },
                "faregate.guarded-paths=/*/mine/**",
                "faregate.open-paths=/nest/mine/open/**",
                "faregate.limits[GET /nest/**]=2/d")) {
            assertThat(nesting.get("/nest/mine/7", null).statusCode()).isEqualTo(401);
            assertThat(nesting.get("/nest/mine", null).statusCode()).isEqualTo(401);
            assertThat(nesting.get("/two/mine/x", null).statusCode()).isEqualTo(401);
            assertThat(nesting.get("/two/other/x", null).statusCode()).isEqualTo(200);
            for (String path : List.of("/nest", "/nest/7", "/nest/mine/open/7")) {
                assertThat(nesting.get(path, null).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(nesting.statuses(3, "GET", "/nest/mine/7", nesting.issue("mona")))
                    .containsExactly(200, 200, 429);
        }
    }

    private static void route(GenericApplicationContext beans, String name, RouterFunction<ServerResponse> routes) {
        beans.registerBean(name, RouterFunction.class, () -> routes);
    }

    private static Mono<ServerResponse> ok(ServerRequest request) {
        return ServerResponse.ok().build();
    }

    @Test
    void managementPortIsGuarded() throws Exception {
        try (Shop managed =
                Shop.start(NOTHING, "management.server.port=0", "management.endpoints.web.exposure.include=*")) {
            int port = managed.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
            assertThat(port).isNotEqualTo(managed.port());
            for (String path : List.of("/actuator/health", "/actuator/env", "/actuator", "/rows/7", "/nothing")) {
                assertThat(managed.status(port, path, null)).as(path).isEqualTo(401);
            }
            assertThat(managed.status(port, "/actuator/health", managed.issue("kurt")))
                    .isEqualTo(200);
        }
    }

    @Test
    void endpointOfTheManagementPortMayBeDeclared() throws Exception {
        try (Shop managed = Shop.start(
                beans -> beans.registerBean(
                        Endpoints.class,
                        () -> Endpoints.of(
                                Endpoint.of("GET /manage/actuator/health").open())),
                "management.server.port=0",
                "management.server.base-path=/manage")) {
            int port = managed.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
            assertThat(managed.status(port, "/manage/actuator/health", null)).isEqualTo(200);
            assertThat(managed.status(port, "/manage/actuator", null)).isEqualTo(401);
        }
    }

    @Test
    void mappingOfTheApplicationsOwnIsGuarded() throws Exception {
        WebHandler handler = exchange -> exchange.getResponse().setComplete();
        HandlerMapping own =
                exchange -> exchange.getRequest().getPath().value().equals("/own") ? Mono.just(handler) : Mono.empty();
        try (Shop mapped = Shop.start(
                beans -> beans.registerBean("own", HandlerMapping.class, () -> own),
                "spring.web.resources.add-mappings=false")) {
            assertThat(mapped.get("/own", null).statusCode()).isEqualTo(401);
            assertThat(mapped.get("/own", mapped.issue("lisa")).statusCode()).isEqualTo(200);
            assertThat(mapped.preflight("/own")).as("which runs no handler").isIn(200, 403);
        }
    }

    @Test
    void guardIsOffWhereThePropertiesSaySo() throws Exception {
        for (String off : List.of("faregate.guard=none", "faregate.enabled=false")) {
            try (Shop open = Shop.start(NOTHING, off)) {
                assertThat(open.get("/bases/mine/rows", null).statusCode())
                        .as(off)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void startFailsWhereSomethingWouldBeOpenOrWithoutEffect() {
        failsToStart(
                "[GET /rows] without a route",
                beans -> beans.registerBean(
                        Endpoints.class,
                        () -> Endpoints.of(Endpoint.of("GET /rows").requiring(Scopes.of("a")))));
        failsToStart("faregate.guarded-paths: empty", NOTHING, "faregate.guarded-paths=");
        failsToStart("faregate.guarded-paths: /api/**", NOTHING, "faregate.guarded-paths=/api/**");
        failsToStart(
                "faregate.open-paths: /rows/7",
                NOTHING,
                "faregate.open-paths=/rows/7",
                "spring.web.resources.add-mappings=false");
        failsToStart("faregate.guard: mvc", NOTHING, "faregate.guard=mvc");
        failsToStart(
                "(expected: none, or one made by",
                beans -> beans.registerBean(
                        "httpHandler",
                        HttpHandler.class,
                        () -> RouterFunctions.toHttpHandler(RouterFunctions.route()
                                .GET("/x", request -> ServerResponse.ok().build())
                                .build())));
        failsToStart("which can be guarded", beans -> beans.registerBean(OwnDispatcher.class));
    }

    @Test
    void withServerThatIsNotGuardedTheApplicationHasToChoose() {
        for (String type : List.of(
                "org.springframework.boot.rsocket.context.RSocketServerBootstrap",
                "org.springframework.grpc.server.lifecycle.GrpcServerLifecycle",
                "net.devh.boot.grpc.server.serverfactory.GrpcServerLifecycle")) {
            Consumer<GenericApplicationContext> server = beans -> addServer(beans, type);
            failsToStart(type.contains("rsocket") ? "an RSocket server" : "a gRPC server", server);
            failsToStart("webflux: guard the handlers of Spring WebFlux", server);
            Shop.start(server, "faregate.guard=webflux").close();
            Shop.start(server, "faregate.guard=none").close();
        }
    }

    private static void addServer(GenericApplicationContext beans, String type) {
        OtherClassPath loader = new OtherClassPath();
        beans.setClassLoader(loader);
        beans.registerBeanDefinition("server", new RootBeanDefinition(loader.define(type)));
    }

    /** That of the test, and a class that has nothing. */
    private static final class OtherClassPath extends ClassLoader {

        OtherClassPath() {
            super(AutoConfigurationTest.class.getClassLoader());
        }

        Class<?> define(String name) {
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
            MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
            constructor.visitVarInsn(Opcodes.ALOAD, 0);
            constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            constructor.visitInsn(Opcodes.RETURN);
            constructor.visitMaxs(1, 1);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static void failsToStart(String why, Consumer<GenericApplicationContext> beans, String... properties) {
        assertThatThrownBy(() -> Shop.start(beans, properties).close()).hasStackTraceContaining(why);
    }

    static final class OwnDispatcher extends DispatcherHandler {}
}
