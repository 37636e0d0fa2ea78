package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RouteInventory;
import dev.faregate.integration.spring.routes.GuardedPaths;
import dev.faregate.ratelimit.RateLimiter;
import jakarta.servlet.ServletContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Compares at start what the application declares with the routes that it has. With a port of its own for Actuator, whose context comes
 * later, that is when the application's context is ready, else before its server listens. For use by the thread that starts.
 */
final class StartChecks implements SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

    private static final Logger LOGGER = LoggerFactory.getLogger(StartChecks.class);

    /** Not on every class path. */
    private static final String SERVER_ENDPOINTS =
            "org.springframework.web.socket.server.standard.ServerEndpointExporter";

    private final WebApplicationContext context;
    private final FaregateProperties properties;
    private final GuardInterceptor interceptor;
    private final RateLimiter limiter;
    private final RouteInventory inventory;
    private final LimitedHandlers limited;
    private final Set<String> templates = new LinkedHashSet<>();
    private final Set<String> catchAlls = new LinkedHashSet<>();
    private boolean finished;

    StartChecks(
            WebApplicationContext context,
            FaregateProperties properties,
            GuardInterceptor interceptor,
            RateLimiter limiter) {
        this.context = context;
        this.properties = properties;
        this.interceptor = interceptor;
        this.limiter = limiter;
        Endpoints endpoints = interceptor.endpoints();
        this.inventory = RouteInventory.of("Spring MVC", endpoints);
        this.limited = new LimitedHandlers(endpoints, limiter.rules());
    }

    @Override
    public void afterSingletonsInstantiated() {
        requirePropertiesAreUsed();
        read(context);
        ServletContext servlets = context.getServletContext();
        if (servlets != null) {
            requireNothingAnswersBefore(servlets);
            Servlets.otherTemplates(servlets).forEach(template -> add(MvcRoute.anyMethod(template), template));
        }
        if (context.getEnvironment().getProperty("management.server.port") == null) {
            finish();
        }
        sayWhoseAddressItIs(context.getEnvironment());
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        ApplicationContext refreshed = event.getApplicationContext();
        if (refreshed != context && isBelow(refreshed) && refreshed instanceof WebApplicationContext child) {
            read(child);
        }
        if (refreshed == context && !finished) {
            finish();
        }
    }

    private boolean isBelow(ApplicationContext child) {
        for (ApplicationContext each = child; each != null; each = each.getParent()) {
            if (each == context) {
                return true;
            }
        }
        return false;
    }

    private void requirePropertiesAreUsed() {
        GuardedPaths configured = properties.paths();
        if (!interceptor.paths().sameAs(configured) && !configured.sameAs(GuardedPaths.ALL)) {
            throw new IllegalStateException(
                    "faregate: " + configured + " (expected: what the bean of type GuardInterceptor" + " says, "
                            + interceptor.paths() + "; or GuardInterceptor.within(...) there)");
        }
    }

    private void read(WebApplicationContext read) {
        ServletContext servlets = read.getServletContext();
        if (servlets != null) {
            requireNoServerEndpoints(read);
        }
        Set<String> prefixes = servlets == null ? Set.of("") : Servlets.dispatcherPrefixes(servlets);
        for (MvcRoute route : MvcMappings.routesOf(read)) {
            for (String prefix : prefixes) {
                add(route, MvcView.join(prefix, route.pattern()));
            }
        }
    }

    private void add(MvcRoute route, String template) {
        (route.catchesEveryPath() ? catchAlls : templates).add(template);
        if (interceptor.paths().mayGuard(template)) {
            inventory.route(route.method(), template);
            limited.read(route.method(), template, route.handler());
        } else {
            inventory.unguarded((route.method() == null ? "*" : route.method()) + ' ' + template);
        }
    }

    private void finish() {
        finished = true;
        limiter.reconfigure(properties.over(limited.rules()));
        List<String> unused = limiter.rules().patternsWithout(limited.names());
        if (!unused.isEmpty()) {
            LOGGER.warn("limits for {} apply to no handler; are they misspelled?", unused);
        }
        try {
            requireHandlers();
            inventory.check();
        } catch (IllegalStateException incomplete) {
            if (isServed()) {
                throw incomplete;
            }
            LOGGER.warn(
                    "Not checked, since this is a test with a part of the application: {}", incomplete.getMessage());
        }
    }

    private void requireHandlers() {
        List<String> missing = interceptor.paths().withoutHandler(templates, catchAlls);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(missing
                    + " without a handler (expected: whole path patterns, the context path"
                    + " and the servlet's path included, of handlers of the application; they are " + templates + ")");
        }
    }

    /** Whether a server has the application, and not a mock of one. */
    private boolean isServed() {
        ServletContext servlets = context.getServletContext();
        return servlets != null && !servlets.getClass().getName().startsWith("org.springframework.");
    }

    private void requireNothingAnswersBefore(ServletContext servlets) {
        List<String> filters = Servlets.answeringFilters(servlets);
        if (!filters.isEmpty()) {
            throw new IllegalStateException(
                    "filters: " + filters + ", which answer before Faregate can guard (expected:"
                            + " servlets). Register them as servlets, as spring.jersey.type=servlet does, or set faregate.guard=none"
                            + " and guard the application by other means");
        }
    }

    /** The container opens its own web sockets in a filter, before it asks a servlet. */
    private static void requireNoServerEndpoints(ApplicationContext read) {
        Class<?> exporter;
        try {
            exporter = ClassUtils.forName(SERVER_ENDPOINTS, read.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            return;
        }
        String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(read, exporter, true, false);
        if (names.length > 0) {
            throw new IllegalStateException("bean: " + String.join(", ", names)
                    + ", whose web sockets are opened before Faregate can guard (expected: web sockets of Spring, by"
                    + " @EnableWebSocket). Or set faregate.guard=none and guard the application by other means");
        }
    }

    private static void sayWhoseAddressItIs(Environment environment) {
        String strategy = environment.getProperty("server.forward-headers-strategy");
        CloudPlatform cloud = CloudPlatform.getActive(environment);
        boolean byCloud = strategy == null && cloud != null && cloud.isUsingForwardHeaders();
        boolean byTomcat = environment.getProperty("server.tomcat.remoteip.remote-ip-header") != null;
        if ("native".equalsIgnoreCase(strategy) || byCloud || byTomcat) {
            LOGGER.info(
                    "The server takes client addresses from forwarded headers (server.forward-headers-strategy=native),"
                            + " so Faregate counts failed attempts by those. What the server believes is up to its own settings");
        }
    }
}
