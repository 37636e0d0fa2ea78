package dev.faregate.integration.spring;

import dev.faregate.integration.spring.routes.GuardedPaths;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/**
 * A route of Spring MVC.
 *
 * @param method null for any
 * @param pattern relative to the dispatcher servlet
 * @param handler null unless it is a method
 */
record MvcRoute(
        @Nullable String method, String pattern, @Nullable HandlerMethod handler) {

    static MvcRoute anyMethod(String pattern) {
        return new MvcRoute(null, pattern, null);
    }

    boolean catchesEveryPath() {
        return GuardedPaths.isCatchAll(pattern);
    }
}
