package dev.faregate.integration.webflux;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Requires that {@code faregate.guard} is set where a reactive application has another guard, or something that cannot be guarded. It
 * is so before any bean is made.
 *
 * @param environment has the property
 */
record ReactiveGuardChoice(Environment environment) implements BeanFactoryPostProcessor {

    private static final String SECURITY = "org.springframework.security.web.server.SecurityWebFilterChain";

    /** What adds routes to the server itself, as RSocket over web sockets does: in Boot 3.5 and 4. */
    private static final List<String> SERVER_ROUTES = List.of(
            "org.springframework.boot.web.embedded.netty.NettyRouteProvider",
            "org.springframework.boot.reactor.netty.NettyRouteProvider");

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        String guard = environment.getProperty("faregate.guard");
        if ("mvc".equalsIgnoreCase(guard)) {
            throw refusal(guard, "Spring WebFlux", "webflux: guard its handlers; none: tokens only");
        }
        if (guard != null) {
            return;
        }
        if (ClassUtils.isPresent(SECURITY, beans.getBeanClassLoader())) {
            throw refusal(
                    null,
                    "Spring Security",
                    "webflux: each request must pass Faregate as well as Spring Security; none: tokens only, Spring"
                            + " Security alone guards");
        }
        if (SERVER_ROUTES.stream().anyMatch(type -> has(beans, type))) {
            throw refusal(
                    null,
                    "routes of the server itself, as RSocket over web sockets is, which Faregate does not guard",
                    "webflux: guard the handlers of Spring WebFlux, and not those routes; none: tokens only");
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
        return new IllegalStateException("faregate.guard: " + (guard == null ? "not set" : guard)
                + " in an application with " + application + " (expected: " + choices + ")");
    }
}
