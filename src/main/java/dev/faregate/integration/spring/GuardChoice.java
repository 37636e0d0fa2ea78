package dev.faregate.integration.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Requires that {@code faregate.guard} is set where an application has another guard beside Faregate, or something that Faregate cannot
 * guard. It does so before any bean is made.
 *
 * @param environment has the property
 * @param application what the application is
 */
record GuardChoice(Environment environment, Kind application) implements BeanFactoryPostProcessor {

    enum Kind {
        SERVLET("mvc", "Spring MVC", "org.springframework.security.web.SecurityFilterChain"),
        REACTIVE("webflux", "Spring WebFlux", "org.springframework.security.web.server.SecurityWebFilterChain"),
        /** No web application. */
        OTHER("none", "", null);

        private final String guard;
        private final String framework;
        private final @Nullable String security;

        Kind(String guard, String framework, @Nullable String security) {
            this.guard = guard;
            this.framework = framework;
            this.security = security;
        }
    }

    private record Server(String name, String beanType, String howToGuard) {}

    private static final List<Server> SERVERS = List.of(
            new Server("an RSocket server", "org.springframework.boot.rsocket.context.RSocketServerBootstrap", ""),
            new Server(
                    "a gRPC server",
                    "org.springframework.grpc.server.lifecycle.GrpcServerLifecycle",
                    ", the gRPC server by dev.faregate.integration.grpc"),
            new Server(
                    "a gRPC server",
                    "net.devh.boot.grpc.server.serverfactory.GrpcServerLifecycle",
                    ", the gRPC server by dev.faregate.integration.grpc"));

    /** What adds routes to a reactive server itself, as RSocket over web sockets does: in Boot 3.5 and 4. */
    private static final List<String> SERVER_ROUTES = List.of(
            "org.springframework.boot.web.embedded.netty.NettyRouteProvider",
            "org.springframework.boot.reactor.netty.NettyRouteProvider");

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        String guard = environment.getProperty("faregate.guard");
        switch (application) {
            case SERVLET -> requireMvc(guard, beans);
            case REACTIVE -> requireWebFlux(guard);
            case OTHER -> {}
        }
        if (guard == null) {
            requireNoSecurity(beans);
            requireNoServerRoutes(beans);
            requireNoOtherServer(beans);
        }
    }

    private static void requireMvc(@Nullable String guard, ConfigurableListableBeanFactory beans) {
        boolean mvc =
                ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet", beans.getBeanClassLoader());
        if (!mvc && !"none".equalsIgnoreCase(guard)) {
            throw refusal(
                    guard,
                    "a servlet application without Spring MVC",
                    "none: tokens only, the servlets are guarded by dev.faregate.integration.servlet or jaxrs");
        }
        if ("webflux".equalsIgnoreCase(guard)) {
            throw refusal(guard, "an application with Spring MVC", "mvc: guard its handlers; none: tokens only");
        }
    }

    private static void requireWebFlux(@Nullable String guard) {
        if ("mvc".equalsIgnoreCase(guard)) {
            throw refusal(
                    guard, "an application with Spring WebFlux", "webflux: guard its handlers; none: tokens only");
        }
    }

    private void requireNoSecurity(ConfigurableListableBeanFactory beans) {
        if (application.security != null && ClassUtils.isPresent(application.security, beans.getBeanClassLoader())) {
            throw refusal(
                    null,
                    "an application with Spring Security",
                    application.guard + ": each request must pass Faregate as well as Spring Security; none: tokens"
                            + " only, Spring Security alone guards"
                            + (application == Kind.SERVLET
                                    ? ". In an application with Spring WebFlux, webflux in place of mvc"
                                    : ""));
        }
    }

    private void requireNoServerRoutes(ConfigurableListableBeanFactory beans) {
        if (application == Kind.REACTIVE && SERVER_ROUTES.stream().anyMatch(type -> has(beans, type))) {
            throw refusal(
                    null,
                    "an application with routes of the server itself, as RSocket over web sockets is, which Faregate does"
                            + " not guard",
                    "webflux: guard the handlers of Spring WebFlux, and not those routes; none: tokens only");
        }
    }

    private void requireNoOtherServer(ConfigurableListableBeanFactory beans) {
        for (Server server : SERVERS) {
            if (has(beans, server.beanType())) {
                String alone = server.name() + " is not guarded by it" + server.howToGuard();
                throw refusal(
                        null,
                        "an application with " + server.name() + ", which Faregate does not guard by itself",
                        application == Kind.OTHER
                                ? "none: tokens only" + server.howToGuard()
                                : application.guard + ": guard the handlers of " + application.framework + "; " + alone
                                        + "; none: tokens only");
            }
        }
    }

    private static boolean has(ConfigurableListableBeanFactory beans, String type) {
        try {
            Class<?> loaded = ClassUtils.forName(type, beans.getBeanClassLoader());
            return beans.getBeanNamesForType(loaded, true, false).length > 0;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    private static IllegalStateException refusal(@Nullable String guard, String application, String choices) {
        return new IllegalStateException("faregate.guard: " + (guard == null ? "not set" : guard) + " in " + application
                + " (expected: " + choices + ")");
    }
}
