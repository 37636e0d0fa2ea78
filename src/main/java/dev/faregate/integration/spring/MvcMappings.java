package dev.faregate.integration.spring;

import dev.faregate.integration.spring.routes.FunctionalRoutes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The handler mappings of a context: that the interceptor reaches each of them, and the routes that they know. */
final class MvcMappings {

    /** Asks other beans in turn, which are checked for themselves. Not public in either Spring Boot. */
    private static final Set<String> OF_OTHER_BEANS = Set.of(
            "org.springframework.boot.actuate.autoconfigure.web.servlet.CompositeHandlerMapping",
            "org.springframework.boot.webmvc.autoconfigure.actuate.web.CompositeHandlerMapping");

    private final List<MvcRoute> routes = new ArrayList<>();

    private MvcMappings() {}

    /**
     * Reads the mappings of a context and of its ancestors.
     *
     * @throws IllegalStateException if the interceptor does not reach one of them
     */
    static List<MvcRoute> routesOf(ApplicationContext context) {
        MvcMappings mappings = new MvcMappings();
        Map<String, HandlerMapping> beans = new LinkedHashMap<>(
                BeanFactoryUtils.beansOfTypeIncludingAncestors(context, HandlerMapping.class, true, false));
        beans.forEach(mappings::read);
        return mappings.routes;
    }

    private void read(String name, HandlerMapping mapping) {
        if (mapping instanceof AbstractHandlerMapping known) {
            requireInterceptor(name, known);
            readRoutes(known);
        } else if (mapping instanceof Iterable<?> parts && allAreMappings(parts)) {
            parts.forEach(part -> read(name, (HandlerMapping) part));
        } else if (!(mapping instanceof PreflightMapping)
                && !OF_OTHER_BEANS.contains(mapping.getClass().getName())) {
            throw unreachable(name, mapping, "an AbstractHandlerMapping");
        }
    }

    private static boolean allAreMappings(Iterable<?> parts) {
        boolean all = true;
        for (Object part : parts) {
            all &= part instanceof HandlerMapping;
        }
        return all;
    }

    private static void requireInterceptor(String name, AbstractHandlerMapping mapping) {
        Object[] interceptors = mapping.getAdaptedInterceptors();
        for (Object interceptor : interceptors == null ? new Object[0] : interceptors) {
            if (interceptor instanceof GuardInterceptor
                    || (interceptor instanceof MappedInterceptor mapped
                            && mapped.getInterceptor() instanceof GuardInterceptor)) {
                return;
            }
        }
        throw unreachable(name, mapping, "one that detects beans of type MappedInterceptor");
    }

    private static IllegalStateException unreachable(String name, HandlerMapping mapping, String expected) {
        return new IllegalStateException("handler mapping: bean " + name + " of "
                + mapping.getClass().getName() + ", whose handlers Faregate cannot guard (expected: " + expected
                + "). Extend AbstractHandlerMapping, remove the bean, or set faregate.guard=none and guard the application"
                + " by other means");
    }

    private void readRoutes(AbstractHandlerMapping mapping) {
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            methods.getHandlerMethods().forEach(this::readMethod);
        } else if (mapping instanceof RouterFunctionMapping functions) {
            if (functions.getRouterFunction() != null) {
                FunctionalRouteReader.read(functions.getRouterFunction()).forEach(this::functional);
            }
        } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
            urls.getHandlerMap().keySet().forEach(pattern -> routes.add(MvcRoute.anyMethod(pattern)));
            if (urls.getRootHandler() != null) {
                routes.add(MvcRoute.anyMethod("/"));
            }
            if (urls.getDefaultHandler() != null) {
                routes.add(MvcRoute.anyMethod(HandlerPatterns.UNKNOWN));
            }
        } else {
            routes.add(MvcRoute.anyMethod(HandlerPatterns.UNKNOWN));
        }
    }

    private void functional(FunctionalRoutes.Functional route) {
        String pattern = route.pattern() == null ? HandlerPatterns.UNKNOWN : route.pattern();
        routes.add(new MvcRoute(route.method(), pattern, null));
    }

    private void readMethod(RequestMappingInfo info, HandlerMethod handler) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            if (methods.isEmpty()) {
                routes.add(new MvcRoute(null, pattern, handler));
            }
            methods.forEach(method -> routes.add(new MvcRoute(method.name(), pattern, handler)));
        }
    }
}
