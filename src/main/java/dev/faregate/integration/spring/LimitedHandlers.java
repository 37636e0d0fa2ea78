package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.LimitRules;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** Turns what {@link Limited} says of handlers into rules of a rate limiter. */
final class LimitedHandlers {

    private final Endpoints endpoints;
    private final Set<String> names = new HashSet<>();
    private LimitRules rules;

    LimitedHandlers(Endpoints endpoints, LimitRules rules) {
        this.endpoints = endpoints;
        this.rules = rules;
    }

    void read(Map<RequestMappingInfo, HandlerMethod> handlers) {
        handlers.forEach((mapping, handler) -> {
            Set<String> answered = limitNames(mapping);
            names.addAll(answered);
            Limited limited = limitedOf(handler);
            if (limited != null) {
                Limit[] limits = FaregateProperties.limits(limited.value());
                answered.forEach(name -> rules = rules.limit(name, limits));
            }
        });
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

    private Set<String> limitNames(RequestMappingInfo mapping) {
        Set<RequestMethod> named = mapping.getMethodsCondition().getMethods();
        Set<String> answered = new HashSet<>();
        for (RequestMethod method : named.isEmpty() ? EnumSet.allOf(RequestMethod.class) : named) {
            for (String pattern : mapping.getPatternValues()) {
                answered.add(endpoints.forRoute(method.name(), pattern).limitName());
            }
        }
        return answered;
    }
}
