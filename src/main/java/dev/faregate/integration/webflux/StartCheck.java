package dev.faregate.integration.webflux;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RouteInventory;
import dev.faregate.integration.spring.FaregateProperties;
import dev.faregate.integration.spring.routes.GuardedPaths;
import dev.faregate.ratelimit.RateLimiter;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.handler.WebHandlerDecorator;

/**
 * Checks at start that no request gets past the guard, and compares what the application declares with the routes that it has. With a port
 * of its own for Actuator, whose context comes later, the latter is when the application's context is ready. For use by the thread that
 * starts.
 */
final class StartCheck implements SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

    private static final Logger LOGGER = LoggerFactory.getLogger(WebFluxGuard.class);

    private final ApplicationContext context;
    private final Set<String> patterns = new LinkedHashSet<>();
    private final Set<String> catchAlls = new LinkedHashSet<>();
    private final IdentityHashMap<Endpoints, RouteInventory> inventories = new IdentityHashMap<>();
    private final LimitedRoutes limited;
    private final RateLimiter limiter;
    private final FaregateProperties properties;
    private boolean finished;

    StartCheck(ApplicationContext context, RateLimiter limiter, FaregateProperties properties) {
        this.context = context;
        this.limiter = limiter;
        this.properties = properties;
        this.limited = new LimitedRoutes(limiter.rules());
    }

    @Override
    public void afterSingletonsInstantiated() {
        read(context);
        if (context.getEnvironment().getProperty("management.server.port") == null) {
            finish();
        }
        sayWhoseAddressItIs(context.getEnvironment());
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        ApplicationContext refreshed = event.getApplicationContext();
        if (refreshed != context && refreshed.getBeanNamesForType(DispatcherHandler.class).length > 0) {
            read(refreshed);
        }
        if (refreshed == context && !finished) {
            finish();
        }
    }

    private void read(ApplicationContext read) {
        read.getBeansOfType(HttpHandler.class).forEach((name, handler) -> requireGuarded(read, name, handler));
        DispatcherHandler dispatcher =
                read.getBeanProvider(DispatcherHandler.class).getIfUnique();
        if (!(dispatcher instanceof GuardedDispatcher guarded)) {
            throw new IllegalStateException("dispatcher: " + dispatcher
                    + " (expected: one bean of type DispatcherHandler, which is guarded; or set faregate.guard=none)");
        }
        for (RouteCheck check : guarded.checks()) {
            RouteInventory inventory = inventories.computeIfAbsent(
                    check.endpoints(), endpoints -> RouteInventory.of("Spring WebFlux", endpoints));
            for (KnownRoutes.Known route : KnownRoutes.of(guarded.mappings(), check.names(), read)) {
                add(route, check, inventory);
            }
        }
    }

    private void add(KnownRoutes.Known route, RouteCheck check, RouteInventory inventory) {
        (check.names().isCatchAll(route.pattern()) ? catchAlls : patterns).add(route.pattern());
        if (route.isExchange()) {
            return;
        }
        if (check.scope().mayGuard(route.pattern())) {
            inventory.route(route.method(), route.template());
            limited.read(check.endpoints(), route);
        } else {
            inventory.unguarded((route.method() == null ? "*" : route.method()) + ' ' + route.template());
        }
    }

    private void finish() {
        finished = true;
        limited.applyTo(limiter, properties);
        try {
            requireRoutes();
            inventories.values().forEach(RouteInventory::check);
        } catch (IllegalStateException incomplete) {
            // As @WebFluxTest makes it, with some of the handlers.
            if (!context.getClass().getSimpleName().equals("GenericReactiveWebApplicationContext")) {
                throw incomplete;
            }
            LOGGER.warn(
                    "Not checked, since this is a test with a part of the application: {}", incomplete.getMessage());
        }
    }

    private void requireRoutes() {
        List<String> useless =
                new GuardedPaths(properties.guardedPaths(), properties.openPaths()).withoutHandler(patterns, catchAlls);
        if (!useless.isEmpty()) {
            throw new IllegalStateException(useless + " without a handler (expected: whole path patterns, the base path"
                    + " included, of handlers of the application; they are " + patterns + ")");
        }
    }

    /** A handler that is made of something other than an application context dispatches by itself. */
    private static void requireGuarded(ApplicationContext context, String name, HttpHandler handler) {
        if (!isGuarded(handler) && !isMadeByBoot(context, name)) {
            throw new IllegalStateException(
                    "HttpHandler \"" + name + "\": " + handler.getClass().getName()
                            + " (expected: none, or one made by WebHttpHandlerBuilder.applicationContext; or set"
                            + " faregate.guard=none)");
        }
    }

    private static boolean isGuarded(HttpHandler handler) {
        Object inner = handler;
        while (inner instanceof ConnectionHandler connection) {
            inner = connection.delegate();
        }
        while (inner instanceof WebHandlerDecorator decorator) {
            inner = decorator.getDelegate();
        }
        return inner instanceof GuardedDispatcher;
    }

    /** With a base path it is one that cannot be looked into. */
    private static boolean isMadeByBoot(ApplicationContext context, String name) {
        if (!(context.getAutowireCapableBeanFactory() instanceof BeanDefinitionRegistry beans)
                || !beans.containsBeanDefinition(name)) {
            return false;
        }
        String factory = beans.getBeanDefinition(name).getFactoryBeanName();
        return factory != null
                && factory.startsWith("org.springframework.boot.")
                && context.getBean("webHandler") instanceof GuardedDispatcher;
    }

    private static void sayWhoseAddressItIs(Environment environment) {
        String strategy = environment.getProperty("server.forward-headers-strategy");
        CloudPlatform cloud = CloudPlatform.getActive(environment);
        boolean byCloud = strategy == null && cloud != null && cloud.isUsingForwardHeaders();
        if ("native".equalsIgnoreCase(strategy) || byCloud) {
            LOGGER.info(
                    "The server takes client addresses from forwarded headers (server.forward-headers-strategy=native),"
                            + " so Faregate counts failed attempts by those. What the server believes is up to its own settings");
        }
    }
}
