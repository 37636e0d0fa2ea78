package dev.faregate.integration.webflux;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.integration.spring.routes.GuardedPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;

/**
 * Lets only guarded requests through to the handlers of Spring WebFlux: annotated methods, functional routes, resources, web sockets,
 * Actuator's endpoints and the routes of Spring Cloud Gateway. Make it a bean of the context that has the {@link DispatcherHandler}.
 * With Spring Boot, {@link WebFluxGuardAutoConfiguration} does. Thread-safe.
 *
 * <p>The guard is asked when a handler mapping has found a handler. The endpoint is the request's method and the whole pattern that the
 * mapping has matched, base path included: {@code GET /shop/rows/{id}}. A route of Spring Cloud Gateway is the pattern of its
 * {@code Path} predicate. Without one it is named {@code /gateway:id}, and takes all paths. A request for which there is no handler is
 * guarded, too. Nothing of a body is read before. No thread waits for a store: the guard's answer is written, or the handler runs, when the store has answered.
 *
 * <p>Handler methods can take the {@link Caller} as an argument. A handler of an open endpoint or of an unguarded route cannot: such a
 * request fails with an {@link IllegalStateException}. Other handlers find it under the exchange attribute that has the name of
 * that class. A {@link dev.faregate.http.RefusedException} that a handler signals is answered in the guard's format, unless an exception
 * handler of the application takes it first.
 *
 * <p>Several such beans guard one after the other, in the order in which they are registered. {@link #within} gives each of them a part.
 *
 * <p>CORS is Spring's affair unless the guard has rules for it: then the guard answers preflights. Filters run before the guard.
 */
public final class WebFluxGuard implements BeanPostProcessor, ApplicationContextAware, HttpHandlerDecoratorFactory {

    private final Supplier<RouteCheck> check;
    private @Nullable ApplicationContext context;

    /**
     * Creates a guard of an application that is served below no base path.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public WebFluxGuard(RequestGuard guard, Endpoints endpoints) {
        this(checking(new RouteCheck(
                Objects.requireNonNull(guard, "guard"),
                Objects.requireNonNull(endpoints, "endpoints"),
                GuardedPaths.ALL,
                new RouteNames(""),
                false)));
    }

    /** Makes the check when the first dispatcher is there: this is needed before most other beans. */
    WebFluxGuard(Supplier<RouteCheck> check) {
        this.check = check;
    }

    private static Supplier<RouteCheck> checking(RouteCheck check) {
        return () -> check;
    }

    /**
     * Returns the same guard of an application that is served below a base path.
     *
     * @param basePath the base path, empty or beginning with a slash; part of each endpoint's template
     * @return the changed copy
     */
    public WebFluxGuard below(String basePath) {
        RouteNames names = new RouteNames(Objects.requireNonNull(basePath, "basePath"));
        RouteCheck all = check.get();
        return new WebFluxGuard(
                checking(new RouteCheck(all.guard(), all.endpoints(), all.scope(), names, all.forwardsCredentials())));
    }

    /**
     * Returns the same guard of a part of the application. A handler is guarded if its whole pattern has a path in common with a
     * guarded pattern, unless an open pattern covers it. Where a route takes all paths, as one of Spring Cloud Gateway without a
     * {@code Path} predicate does, the path of the request decides.
     *
     * @param guardedPaths the patterns of what is guarded, at least one
     * @param openPaths the patterns among them of what is not guarded
     * @return the changed copy
     * @throws IllegalArgumentException if no path is guarded, or a pattern does not begin with a slash
     */
    public WebFluxGuard within(List<String> guardedPaths, List<String> openPaths) {
        GuardedPaths scope = new GuardedPaths(guardedPaths, openPaths);
        RouteCheck all = check.get();
        return new WebFluxGuard(
                checking(new RouteCheck(all.guard(), all.endpoints(), scope, all.names(), all.forwardsCredentials())));
    }

    @Override
    public void setApplicationContext(ApplicationContext application) {
        this.context = application;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof RequestMappingHandlerAdapter adapter) {
            ArgumentResolverConfigurer resolvers = adapter.getArgumentResolverConfigurer();
            if (resolvers == null) {
                resolvers = new ArgumentResolverConfigurer();
                adapter.setArgumentResolverConfigurer(resolvers);
            }
            resolvers.addCustomResolver(new CallerArgumentResolver());
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DispatcherHandler)) {
            return bean;
        }
        List<RouteCheck> checks = new ArrayList<>();
        if (bean instanceof GuardedDispatcher guarded) {
            checks.addAll(guarded.checks());
        } else if (bean.getClass() != DispatcherHandler.class) {
            throw new IllegalStateException(
                    "dispatcher \"" + name + "\": " + bean.getClass().getName()
                            + " (expected: " + DispatcherHandler.class.getName()
                            + " itself, which can be guarded; or set faregate.guard=none)");
        }
        checks.add(check.get());
        return new GuardedDispatcher(Objects.requireNonNull(context, "application context"), checks);
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return new ConnectionHandler(handler);
    }
}
