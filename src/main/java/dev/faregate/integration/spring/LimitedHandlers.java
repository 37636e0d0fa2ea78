package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.ratelimit.LimitRules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Makes rules of a rate limiter of what {@link Limited} says of handlers. For use by one thread. */
final class LimitedHandlers {

    private static final List<String> METHODS =
            Arrays.stream(RequestMethod.values()).map(RequestMethod::name).toList();

    private final Endpoints endpoints;
    private final Set<String> names = new HashSet<>();
    private LimitRules rules;

    LimitedHandlers(Endpoints endpoints, LimitRules rules) {
        this.endpoints = endpoints;
        this.rules = rules;
    }

    /**
     * Adds a route.
     *
     * @param method null for any
     * @param template the whole template
     * @param handler null unless it is a method
     */
    void read(@Nullable String method, String template, @Nullable HandlerMethod handler) {
        Limited limited = handler == null ? null : limitedOf(handler);
        for (String each : method == null ? METHODS : List.of(method)) {
            String name = endpoints.forRoute(each, template).limitName();
            names.add(name);
            if (limited != null) {
                rules = rules.limit(name, FaregateProperties.limits(limited.value()));
            }
        }
    }

    /** The names of everything that is limited, annotated or not. */
    Set<String> names() {
        return names;
    }

    LimitRules rules() {
        return rules;
    }

    private static @Nullable Limited limitedOf(HandlerMethod handler) {
        Limited own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Limited.class);
        return own != null ? own : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Limited.class);
    }
}
