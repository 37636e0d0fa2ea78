package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.spring.GuardInterceptor;
import dev.faregate.integration.spring.Limited;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ClassUtils;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** What is declared has a route, and what cannot be guarded does not start. */
class StartTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Handlers.class)
    static class Application {}

    @RestController
    static class Handlers {

        @GetMapping("/rows/{id:[0-9]+}")
        String row() {
            return "row";
        }

        @Limited("2/m")
        @PostMapping("/reports")
        String report() {
            return RunningApplication.ran("report");
        }

        @GetMapping("/echo/{text}")
        String echo(@PathVariable("text") String text) {
            return text;
        }

        @Bean
        RouterFunction<ServerResponse> functional() {
            return RouterFunctions.nest(
                    RequestPredicates.path("/nest"),
                    RouterFunctions.route(
                            RequestPredicates.method(org.springframework.http.HttpMethod.GET)
                                    .and(RequestPredicates.path("/{base}/a").or(RequestPredicates.path("/{base}/b"))),
                            request -> ServerResponse.ok().body("functional")));
        }
    }

    private static RunningApplication start(Endpoints endpoints, String... properties) {
        return RunningApplication.of(
                Application.class,
                builder -> builder.initializers(context ->
                        ((GenericApplicationContext) context).registerBean(Endpoints.class, () -> endpoints)),
                properties);
    }

    private static Endpoint scoped(String endpoint) {
        return Endpoint.of(endpoint).requiring(Scopes.of("rows"));
    }

    @Test
    void endpointWithoutRouteStopsTheStart() {
        for (String missing : List.of("GET /row/{id}", "POST /rows/{id}", "GET /app/rows/{id}", "GET /nest/{base}/c")) {
            assertThatThrownBy(() -> start(Endpoints.of(scoped(missing), scoped("GET /rows/{id}")))
                            .close())
                    .as(missing)
                    .extracting(RunningApplication::rootOf, THROWABLE)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[" + missing + "] without a route")
                    .hasMessageContaining("GET /rows/{id}");
        }
    }

    @Test
    void routesAreCountedAtStart() throws Exception {
        Endpoints endpoints = Endpoints.of(
                scoped("GET /rows/{id}"),
                scoped("GET /nest/{base}/a").forResourceIn("base"),
                scoped("GET /nest/{base}/b"),
                Endpoint.of("POST /reports").open(),
                scoped("GET /elsewhere").optional());
        try (RunningApplication running = start(endpoints)) {
            assertThat(running.log()).containsPattern("INFO.*Spring MVC: 3 routes guarded, 1 open, [0-9]+ refused");
            assertThat(running.status("GET", "/rows/1", running.token())).isEqualTo(403);
            assertThat(running.status("GET", "/rows/1", running.token("rows"))).isEqualTo(200);
            assertThat(running.status("GET", "/nest/adas/b", running.token())).isEqualTo(403);
            assertThat(running.status("GET", "/nest/adas/b", running.token("rows")))
                    .isEqualTo(200);
            assertThat(running.status("GET", "/nest/adas/a", running.tokenFor("adas", "rows")))
                    .isEqualTo(200);
            assertThat(running.status("GET", "/nest/adas/a", running.tokenFor("bobs", "rows")))
                    .isEqualTo(401);
            assertThat(running.status("GET", "/echo/x", running.token()))
                    .as("undeclared")
                    .isEqualTo(403);
            assertThat(running.status("GET", "/echo/x", null)).isEqualTo(401);
            assertThat(running.send("DELETE", "/rows/1", running.token("rows"))
                            .headers()
                            .firstValue("Allow"))
                    .hasValueSatisfying(allowed -> assertThat(allowed).contains("GET"));
        }
    }

    @Test
    void endpointIsTheWholePattern() throws Exception {
        Endpoints endpoints = Endpoints.of(scoped("GET /app/v1/rows/{id}"));
        try (RunningApplication running = start(
                endpoints,
                "server.servlet.context-path=/app",
                "spring.mvc.servlet.path=/v1",
                "faregate.limits[GET /app/v1/rows/{id}]=1/h")) {
            assertThat(running.log()).doesNotContain("misspelled");
            String token = running.token("rows");
            assertThat(running.status("GET", "/app/v1/rows/1", running.token())).isEqualTo(403);
            assertThat(running.status("GET", "/app/v1/rows/1", token)).isEqualTo(200);
            assertThat(running.status("GET", "/app/v1/rows/2", token)).isEqualTo(429);
        }
        try (RunningApplication running =
                start(Endpoints.of(), "server.servlet.context-path=/app", "spring.mvc.servlet.path=/v1")) {
            String token = running.token();
            for (int i = 0; i < 3; i++) {
                assertThat(running.status("POST", "/app/v1/reports", token))
                        .as("@Limited, time %d", i)
                        .isEqualTo(i < 2 ? 200 : 429);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nested {

        /** Every path below it is answered, for the inner routes have none of their own. */
        @Bean
        RouterFunction<ServerResponse> nested() {
            return RouterFunctions.nest(
                            RequestPredicates.path("/nest"),
                            RouterFunctions.route(
                                    RequestPredicates.all(),
                                    request -> ServerResponse.ok().body("all")))
                    .and(RouterFunctions.route()
                            .path(
                                    "/slash/",
                                    inner -> inner.GET(
                                            request -> ServerResponse.ok().body("get")))
                            .path(
                                    "/outer/*",
                                    inner -> inner.GET(
                                            "/inner",
                                            request -> ServerResponse.ok().body("inner")))
                            .build());
        }
    }

    @Test
    void nestedRouteWithoutPathIsAllPathsBelow() throws Exception {
        Endpoints endpoints = Endpoints.of(
                Endpoint.ofRoute("GET", "/nest").open(),
                scoped("POST /nest"),
                Endpoint.ofRoute("POST", "/nest/**").open(),
                Endpoint.ofRoute("GET", "/slash/**").requiring(Scopes.of("rows")),
                Endpoint.ofRoute("GET", "/outer/inner").open());
        try (RunningApplication running = RunningApplication.of(
                Nested.class,
                builder -> builder.initializers(context ->
                        ((GenericApplicationContext) context).registerBean(Endpoints.class, () -> endpoints)))) {
            assertThat(running.status("GET", "/nest", null)).isEqualTo(200);
            assertThat(running.status("GET", "/nest/admin/7", null)).isEqualTo(401);
            assertThat(running.status("GET", "/nest/admin/7", running.token("rows")))
                    .as("declared for POST alone")
                    .isEqualTo(405);
            assertThat(running.status("POST", "/nest/admin/7", null)).isEqualTo(200);
            assertThat(running.status("POST", "/nest", null)).isEqualTo(401);
            assertThat(running.status("GET", "/slash/admin/7", running.token())).isEqualTo(403);
            assertThat(running.status("GET", "/slash/admin/7", running.token("rows")))
                    .isEqualTo(200);
            // Spring tells /outer/inner.
            assertThat(running.status("GET", "/outer/any/inner", null)).isEqualTo(401);
        }
    }

    @Test
    void defaultHandlersPathIsNoEndpoint() throws Exception {
        try (RunningApplication running = RunningApplication.of(DefaultHandler.class, "faregate.limit=2/h")) {
            String token = running.token();
            assertThat(running.status("GET", "/made/up/1", token)).isEqualTo(200);
            assertThat(running.status("GET", "/made/up/2", token)).isEqualTo(200);
            assertThat(running.status("GET", "/made/up/3", token)).isEqualTo(429);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class DefaultHandler {

        @Bean
        HandlerMapping defaults() {
            SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
            mapping.setDefaultHandler((HttpRequestHandler)
                    (request, response) -> response.getWriter().write("default"));
            mapping.setOrder(1);
            return mapping;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OtherMapping {

        @Bean
        HandlerMapping lookup() {
            return request -> null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class DeafMapping {

        @Bean
        HandlerMapping deaf() {
            return new AbstractHandlerMapping() {
                @Override
                protected void detectMappedInterceptors(List<HandlerInterceptor> interceptors) {}

                @Override
                protected Object getHandlerInternal(HttpServletRequest request) {
                    return null;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AnsweringFilter {

        static class Both extends HttpServlet implements Filter {

            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {}
        }

        @Bean
        FilterRegistrationBean<Both> both() {
            return new FilterRegistrationBean<>(new Both());
        }
    }

    @Test
    void mappingThatInterceptorsDoNotReachStopsTheStart() {
        Map.of(OtherMapping.class, "lookup", DeafMapping.class, "deaf", AnsweringFilter.class, "both")
                .forEach((application, name) -> assertThatThrownBy(
                                () -> RunningApplication.of(application).close())
                        .extracting(RunningApplication::rootOf, THROWABLE)
                        .hasMessageContaining(name)
                        .hasMessageContaining("faregate.guard=none"));
    }

    @Test
    void ownInterceptorDoesNotSwitchPropertiesOff() {
        assertThatThrownBy(() -> RunningApplication.of(
                                Application.class,
                                builder -> builder.initializers(context -> ((GenericApplicationContext) context)
                                        .registerBean(
                                                GuardInterceptor.class,
                                                () -> new GuardInterceptor(
                                                        Faregate.builder()
                                                                .build()
                                                                .guard(CredentialKind.API_TOKEN)
                                                                .build(),
                                                        Endpoints.of()))),
                                "faregate.open-paths=/echo/**")
                        .close())
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining("/echo/**")
                .hasMessageContaining("GuardInterceptor.within");
    }

    @Test
    void switchedOffNothingIsThere() throws Exception {
        try (RunningApplication running =
                RunningApplication.of(Application.class, "faregate.enabled=false", "faregate.guarded-paths=")) {
            assertThat(running.status("GET", "/rows/1", null)).isEqualTo(200);
            assertThat(running.context.getBeansOfType(Faregate.class)).isEmpty();
            assertThat(running.context.getBeansOfType(RequestGuard.class)).isEmpty();
        }
    }

    @Test
    void withoutGuardThereAreTokensOnly() throws Exception {
        try (RunningApplication running = RunningApplication.of(
                Application.class, "faregate.guard=none", "faregate.exchange-path=/oauth/token")) {
            assertThat(running.status("GET", "/rows/1", null)).isEqualTo(200);
            assertThat(running.postForText(
                                    "/oauth/token",
                                    null,
                                    "application/x-www-form-urlencoded",
                                    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token="
                                            + running.token()
                                            + "&subject_token_type=urn:faregate:token-type:api-token")
                            .body())
                    .contains("access_token");
        }
    }

    @Test
    void guardOfAnotherFrameworkStopsTheStart() {
        assertThatThrownBy(() -> RunningApplication.of(Application.class, "faregate.guard=webflux")
                        .close())
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining("faregate.guard: webflux")
                .hasMessageContaining("mvc: ")
                .hasMessageContaining("none: ");
    }

    /** Has one more class, without members, or one less. */
    private static final class OtherClassPath extends ClassLoader {

        private final String absent;

        private OtherClassPath(String absent) {
            super(StartTest.class.getClassLoader());
            this.absent = absent;
        }

        static OtherClassPath with(String name) {
            OtherClassPath loader = new OtherClassPath("");
            String internal = name.replace('.', '/');
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, internal, null, "java/lang/Object", null);
            MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
            constructor.visitVarInsn(Opcodes.ALOAD, 0);
            constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            constructor.visitInsn(Opcodes.RETURN);
            constructor.visitMaxs(1, 1);
            byte[] bytes = writer.toByteArray();
            loader.defineClass(name, bytes, 0, bytes.length);
            return loader;
        }

        static OtherClassPath without(String name) {
            return new OtherClassPath(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(absent)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static void startWith(
            ClassLoader loader, Class<?> application, WebApplicationType type, String... properties) {
        startWith(loader, application, type, context -> {}, properties);
    }

    private static void startWith(
            ClassLoader loader,
            Class<?> application,
            WebApplicationType type,
            ApplicationContextInitializer<?> initializer,
            String... properties) {
        new SpringApplicationBuilder(application)
                .resourceLoader(new DefaultResourceLoader(loader))
                .web(type)
                .initializers(initializer)
                .properties("server.port=0", "server.address=127.0.0.1")
                .properties(properties)
                .run()
                .close();
    }

    @Test
    void besideSpringSecurityTheApplicationHasToChoose() {
        ClassLoader withSecurity = OtherClassPath.with("org.springframework.security.web.SecurityFilterChain");
        assertThatThrownBy(() -> startWith(withSecurity, Application.class, WebApplicationType.SERVLET))
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining("faregate.guard: not set in an application with Spring Security")
                .hasMessageContaining("mvc: ")
                .hasMessageContaining("none: ")
                .hasMessageContaining("webflux");
        startWith(withSecurity, Application.class, WebApplicationType.SERVLET, "faregate.guard=mvc");
        startWith(withSecurity, Application.class, WebApplicationType.SERVLET, "faregate.guard=none");
    }

    @Test
    void withServerThatIsNotGuardedTheApplicationHasToChoose() {
        for (String type : List.of(
                "org.springframework.boot.rsocket.context.RSocketServerBootstrap",
                "org.springframework.grpc.server.lifecycle.GrpcServerLifecycle",
                "net.devh.boot.grpc.server.serverfactory.GrpcServerLifecycle")) {
            ClassLoader withServer = OtherClassPath.with(type);
            ApplicationContextInitializer<GenericApplicationContext> server = context -> context.registerBeanDefinition(
                    "server", new RootBeanDefinition(ClassUtils.resolveClassName(type, withServer)));
            for (WebApplicationType web : List.of(WebApplicationType.SERVLET, WebApplicationType.NONE)) {
                assertThatThrownBy(() -> startWith(withServer, Application.class, web, server))
                        .extracting(RunningApplication::rootOf, THROWABLE)
                        .hasMessageContaining(type.contains("rsocket") ? "RSocket" : "gRPC")
                        .hasMessageContaining("none: ");
            }
            startWith(withServer, Application.class, WebApplicationType.SERVLET, server, "faregate.guard=mvc");
            startWith(withServer, Application.class, WebApplicationType.NONE, server, "faregate.guard=none");
        }
    }

    @Test
    void webSocketsOfTheContainerStopTheStartUnderAnyName() {
        String type = "org.springframework.web.socket.server.standard.ServerEndpointExporter";
        ClassLoader withExporter = OtherClassPath.with(type);
        for (String name : List.of("serverEndpointExporter", "exporter")) {
            ApplicationContextInitializer<GenericApplicationContext> exporter =
                    context -> context.registerBeanDefinition(
                            name, new RootBeanDefinition(ClassUtils.resolveClassName(type, withExporter)));
            assertThatThrownBy(() -> startWith(withExporter, Application.class, WebApplicationType.SERVLET, exporter))
                    .extracting(RunningApplication::rootOf, THROWABLE)
                    .hasMessageContaining("bean: " + name)
                    .hasMessageContaining("faregate.guard=none");
            startWith(withExporter, Application.class, WebApplicationType.SERVLET, exporter, "faregate.guard=none");
        }
    }

    @Test
    void servletsWithoutSpringMvcStopTheStart() {
        ClassLoader withoutMvc = OtherClassPath.without("org.springframework.web.servlet.DispatcherServlet");
        assertThatThrownBy(() -> startWith(withoutMvc, ServletsOnly.class, WebApplicationType.SERVLET))
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining("a servlet application without Spring MVC")
                .hasMessageContaining("none: ");
    }

    @Configuration(proxyBeanMethods = false)
    @Import(dev.faregate.integration.spring.FaregateAutoConfiguration.class)
    static class ServletsOnly {}

    @Test
    void whatIsNoWebApplicationHasTokens() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(context.getBean(Faregate.class).tokenIssuer()).isNotNull();
        }
    }
}
