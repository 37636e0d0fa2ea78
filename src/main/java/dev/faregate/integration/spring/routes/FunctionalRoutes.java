package dev.faregate.integration.spring.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The routes of a router function, in the order in which a visitor of either web stack meets its parts. For use by one thread.
 */
public final class FunctionalRoutes {

    /**
     * A route.
     *
     * @param method its method; null for any
     * @param pattern its whole pattern, with those that it is nested under; null if no part of it names a path
     * @param handler its handler; null for resources, and for a router function of an unknown kind
     */
    public record Functional(
            @Nullable String method,
            @Nullable String pattern,
            @Nullable Object handler) {}

    /**
     * Requests that a predicate lets through.
     *
     * @param methods null for any
     * @param path empty for any
     */
    private record Alternative(@Nullable Set<HttpMethod> methods, String path) {

        static final List<Alternative> ANY = List.of(new Alternative(null, ""));

        Alternative and(Alternative other) {
            Set<HttpMethod> both = methods == null ? other.methods : methods;
            if (methods != null && other.methods != null) {
                both = new HashSet<>(methods);
                both.retainAll(other.methods);
            }
            return new Alternative(both, combined(path, other.path));
        }

        private static String combined(String first, String second) {
            if (first.isEmpty() || second.isEmpty()) {
                return first + second;
            }
            PathPatternParser parser = PathPatternParser.defaultInstance;
            return parser.parse(first).combine(parser.parse(second)).getPatternString();
        }
    }

    /** A predicate, in the order in which a visitor meets its parts: each one leaves what it lets through on a stack. */
    public static final class Predicate {

        private final Deque<List<Alternative>> stack = new ArrayDeque<>();

        /** Creates a predicate without parts, which lets all requests through. */
        public Predicate() {}

        /**
         * Adds a condition on the method.
         *
         * @param methods the methods
         */
        public void method(Set<HttpMethod> methods) {
            stack.push(List.of(new Alternative(methods, "")));
        }

        /**
         * Adds a condition on the path.
         *
         * @param pattern the pattern
         */
        public void path(String pattern) {
            stack.push(List.of(new Alternative(null, pattern)));
        }

        /** Adds a condition of another kind, which is none here. */
        public void other() {
            stack.push(Alternative.ANY);
        }

        /** Replaces the last two parts by requests that both let through. */
        public void and() {
            List<Alternative> right = stack.pop();
            stack.push(product(stack.pop(), right));
        }

        /** Replaces the last two parts by requests that one of them lets through. */
        public void or() {
            List<Alternative> either = new ArrayList<>(stack.pop());
            either.addAll(0, stack.pop());
            stack.push(either);
        }

        /** Replaces the last part by all requests: what it does not let through has no pattern. */
        public void negate() {
            stack.pop();
            other();
        }

        private List<Alternative> alternatives() {
            return stack.isEmpty() ? Alternative.ANY : stack.element();
        }
    }

    private final List<Functional> found = new ArrayList<>();
    private final Deque<List<Alternative>> nested = new ArrayDeque<>(List.of(Alternative.ANY));

    /** Creates a router function without routes. */
    public FunctionalRoutes() {}

    /**
     * Returns the routes that were found.
     *
     * @return the routes
     */
    public List<Functional> found() {
        return List.copyOf(found);
    }

    private static List<Alternative> product(List<Alternative> some, List<Alternative> others) {
        return some.stream().flatMap(one -> others.stream().map(one::and)).toList();
    }

    /**
     * Begins routes that are nested under a predicate.
     *
     * @param predicate the predicate
     */
    public void startNested(Predicate predicate) {
        nested.push(product(nested.element(), predicate.alternatives()));
    }

    /** Ends the routes that were begun last. */
    public void endNested() {
        nested.pop();
    }

    /**
     * Adds a route. Without a path of its own, it answers every path below the one that it is nested under.
     *
     * @param predicate its predicate
     * @param handler its handler
     */
    public void route(Predicate predicate, Object handler) {
        for (Alternative outer : nested.element()) {
            for (Alternative inner : predicate.alternatives()) {
                add(outer.and(inner), !inner.path.isEmpty(), handler);
            }
        }
    }

    /** Adds resources, or a router function of an unknown kind: they answer every path below the one that they are nested under. */
    public void everything() {
        nested.element().forEach(outer -> add(outer, false, null));
    }

    private void add(Alternative alternative, boolean hasPath, @Nullable Object handler) {
        if (alternative.path.isEmpty()) {
            add(alternative.methods, null, handler);
            return;
        }
        add(alternative.methods, alternative.path, handler);
        if (!hasPath) {
            add(alternative.methods, GuardedPaths.below(alternative.path), handler);
        }
    }

    private void add(@Nullable Set<HttpMethod> methods, @Nullable String pattern, @Nullable Object handler) {
        if (methods == null) {
            found.add(new Functional(null, pattern, handler));
        } else {
            methods.forEach(method -> found.add(new Functional(method.name(), pattern, handler)));
        }
    }
}
