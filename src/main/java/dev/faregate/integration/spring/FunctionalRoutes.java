package dev.faregate.integration.spring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.util.pattern.PathPatternParser;

/** The routes of a router function. A part of it that tells no path is {@link HandlerPatterns#UNKNOWN}. */
final class FunctionalRoutes implements RouterFunctions.Visitor {

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

    private final List<MvcRoute> found = new ArrayList<>();
    private final Deque<List<Alternative>> nested = new ArrayDeque<>(List.of(Alternative.ANY));

    private FunctionalRoutes() {}

    static List<MvcRoute> of(RouterFunction<?> function) {
        FunctionalRoutes routes = new FunctionalRoutes();
        function.accept(routes);
        return routes.found;
    }

    private static List<Alternative> product(List<Alternative> some, List<Alternative> others) {
        return some.stream().flatMap(one -> others.stream().map(one::and)).toList();
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        nested.push(product(nested.element(), Alternatives.of(predicate)));
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        nested.pop();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        List<Alternative> own = Alternatives.of(predicate);
        for (Alternative outer : nested.element()) {
            for (Alternative inner : own) {
                add(outer.and(inner), !inner.path.isEmpty());
            }
        }
    }

    /** Without a path of its own, a route answers every path below the one that it is nested under. */
    private void add(Alternative alternative, boolean hasPath) {
        if (alternative.path.isEmpty()) {
            add(alternative.methods, HandlerPatterns.UNKNOWN);
            return;
        }
        add(alternative.methods, alternative.path);
        if (!hasPath) {
            add(alternative.methods, HandlerPatterns.below(alternative.path));
        }
    }

    private void add(@Nullable Set<HttpMethod> methods, String pattern) {
        if (methods == null) {
            found.add(MvcRoute.anyMethod(pattern));
        } else {
            methods.forEach(method -> found.add(new MvcRoute(method.name(), pattern, null)));
        }
    }

    @Override
    public void resources(Function<ServerRequest, Optional<Resource>> lookup) {
        nested.element().forEach(outer -> add(outer, false));
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> function) {
        nested.element().forEach(outer -> add(outer, false));
        found.add(MvcRoute.anyMethod(HandlerPatterns.UNKNOWN));
    }

    /** Reads a predicate: each part of it leaves what it lets through on a stack. */
    @SuppressWarnings("removal")
    private static final class Alternatives implements RequestPredicates.Visitor {

        private final Deque<List<Alternative>> stack = new ArrayDeque<>();

        static List<Alternative> of(RequestPredicate predicate) {
            Alternatives alternatives = new Alternatives();
            predicate.accept(alternatives);
            return alternatives.stack.isEmpty() ? Alternative.ANY : alternatives.stack.pop();
        }

        @Override
        public void method(Set<HttpMethod> methods) {
            stack.push(List.of(new Alternative(methods, "")));
        }

        @Override
        public void path(String pattern) {
            stack.push(List.of(new Alternative(null, pattern)));
        }

        @Override
        public void pathExtension(String extension) {
            stack.push(Alternative.ANY);
        }

        @Override
        public void header(String name, String value) {
            stack.push(Alternative.ANY);
        }

        @Override
        public void param(String name, String value) {
            stack.push(Alternative.ANY);
        }

        @Override
        public void version(String version) {
            stack.push(Alternative.ANY);
        }

        @Override
        public void unknown(RequestPredicate predicate) {
            stack.push(Alternative.ANY);
        }

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {
            List<Alternative> right = stack.pop();
            stack.push(product(stack.pop(), right));
        }

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {
            List<Alternative> either = new ArrayList<>(stack.pop());
            either.addAll(0, stack.pop());
            stack.push(either);
        }

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {
            stack.pop();
            stack.push(Alternative.ANY);
        }
    }
}
