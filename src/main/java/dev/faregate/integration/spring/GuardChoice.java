package dev.faregate.integration.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Requires that {@code faregate.guard} is set where it cannot be told what the application means. It is so before any bean is made.
 *
 * @param application what the application is
 */
record GuardChoice(Environment environment, Kind application) implements BeanFactoryPostProcessor {

    enum Kind {
        SERVLET("mvc: guard the handlers of Spring MVC; "),
        /** The package for Spring WebFlux asks about all but other servers. */
        REACTIVE("webflux: guard the handlers of Spring WebFlux; "),
        /** No web application. */
        OTHER("");

        private final String guarding;

        Kind(String guarding) {
            this.guarding = guarding;
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

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        String guard = environment.getProperty("faregate.guard");
        boolean servlet = application == Kind.SERVLET;
        boolean mvc =
                ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet", beans.getBeanClassLoader());
        if (servlet && !mvc && !"none".equalsIgnoreCase(guard)) {
            throw refusal(
                    guard,
                    "a servlet application without Spring MVC",
                    "none: tokens only, the servlets are guarded by" + " dev.faregate.integration.servlet or jaxrs");
        }
        if (servlet && "webflux".equalsIgnoreCase(guard)) {
            throw refusal(guard, "an application with Spring MVC", "mvc: guard its handlers; none: tokens only");
        }
        if (guard == null) {
            requireNoSecurity(beans);
            requireNoOtherServer(beans);
        }
    }

    private void requireNoSecurity(ConfigurableListableBeanFactory beans) {
        if (application == Kind.SERVLET
                && ClassUtils.isPresent(
                        "org.springframework.security.web.SecurityFilterChain", beans.getBeanClassLoader())) {
            throw refusal(
                    null,
                    "an application with Spring Security",
                    "mvc: each request must pass Faregate as well as Spring Security; none: tokens only, Spring Security"
                            + " alone guards. In an application with Spring WebFlux, webflux in place of mvc");
        }
    }

    private void requireNoOtherServer(ConfigurableListableBeanFactory beans) {
        for (Server server : SERVERS) {
            Class<?> type = typeOf(server, beans.getBeanClassLoader());
            if (type != null && beans.getBeanNamesForType(type, true, false).length > 0) {
                String alone = server.name() + " is not guarded by it" + server.howToGuard();
                throw refusal(
                        null,
                        "an application with " + server.name() + ", which Faregate does not guard by itself",
                        application == Kind.OTHER
                                ? "none: tokens only" + server.howToGuard()
                                : application.guarding + alone + "; none: tokens only");
            }
        }
    }

    private static @Nullable Class<?> typeOf(Server server, @Nullable ClassLoader loader) {
        try {
            return ClassUtils.forName(server.beanType(), loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    private static IllegalStateException refusal(@Nullable String guard, String application, String choices) {
        return new IllegalStateException("faregate.guard: " + (guard == null ? "not set" : guard) + " in " + application
                + " (expected: " + choices + ")");
    }
}
