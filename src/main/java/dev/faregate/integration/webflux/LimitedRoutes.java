package dev.faregate.integration.webflux;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.integration.spring.FaregateProperties;
import dev.faregate.integration.spring.Limited;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.LimitRules;
import dev.faregate.ratelimit.RateLimiter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Turns what {@link Limited} says of handler methods, and properties of routes, into rules of a rate limiter. For use by one thread. */
final class LimitedRoutes {

    private static final Logger LOGGER = LoggerFactory.getLogger(WebFluxGuard.class);

    private final Set<String> names = new HashSet<>();
    private LimitRules rules;

    LimitedRoutes(LimitRules rules) {
        this.rules = rules;
    }

    void read(Endpoints endpoints, KnownRoutes.Known route) {
        Limited limited = route.handler() == null ? null : limited(route.handler());
        for (String method : methods(route.method())) {
            Endpoint endpoint = endpoints.forRoute(method, route.template());
            names.add(endpoint.limitName());
            // A route that is refused has no method, and no limit of its own.
            if (limited != null && !endpoint.method().isEmpty()) {
                rules = rules.limit(endpoint.limitName(), limits(Arrays.asList(limited.value())));
            }
        }
    }

    private static List<String> methods(@Nullable String method) {
        return method != null
                ? List.of(method)
                : EnumSet.allOf(RequestMethod.class).stream().map(Enum::name).toList();
    }

    private static @Nullable Limited limited(HandlerMethod handler) {
        Limited own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Limited.class);
        return own != null ? own : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Limited.class);
    }

    private static Limit[] limits(List<String> texts) {
        return texts.stream().map(Limit::parse).toArray(Limit[]::new);
    }

    /** What the properties say of an endpoint comes before annotations. */
    void applyTo(RateLimiter limiter, FaregateProperties properties) {
        for (Map.Entry<String, List<String>> limit : properties.limits().entrySet()) {
            rules = rules.limit(limit.getKey(), limits(limit.getValue()));
        }
        limiter.reconfigure(rules);
        List<String> unused = rules.patternsWithout(names);
        if (!unused.isEmpty()) {
            LOGGER.warn("limits for {} apply to no handler; are they misspelled?", unused);
        }
    }
}
