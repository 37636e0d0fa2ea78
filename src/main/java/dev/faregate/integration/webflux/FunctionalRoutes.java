package dev.faregate.integration.webflux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** The methods and patterns of functional routes, nested ones included. For use by one thread. */
final class FunctionalRoutes implements RouterFunctions.Visitor {

    /**
     * A route.
     *
     * @param method its method; null for any
     * @param pattern its pattern, with those that it is nested in
     * @param isExchange whether API tokens are exchanged there
     */
    record Functional(@Nullable String method, String pattern, boolean isExchange) {}

    private final Deque<List<Conditions>> nests = new ArrayDeque<>();
    private final List<Functional> routes = new ArrayList<>();

    private FunctionalRoutes() {}

    static List<Functional> of(RouterFunction<?> router) {
        FunctionalRoutes visitor = new FunctionalRoutes();
        visitor.nests.push(List.of(Conditions.NONE));
        router.accept(visitor);
        return visitor.routes;
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        nests.push(within(predicate));
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        nests.pop();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        boolean isExchange = handler instanceof ExchangeHandler;
        alternatives(predicate)
                .forEach(own -> nests.element().forEach(outer -> {
                    add(outer.and(own), isExchange);
                    if (own.pattern() == null) {
                        addBelow(outer.and(own), isExchange);
                    }
                }));
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
        nests.element().forEach(conditions -> {
            add(conditions, false);
            addBelow(conditions, false);
        });
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> router) {}

    private List<Conditions> within(RequestPredicate predicate) {
        return Conditions.both(nests.element(), alternatives(predicate));
    }

    private static List<Conditions> alternatives(RequestPredicate predicate) {
        Alternatives read = new Alternatives();
        predicate.accept(read);
        return read.all();
    }

    /** A route without a pattern of its own takes all paths below the one that it is nested in. */
    private void addBelow(Conditions conditions, boolean isExchange) {
        if (conditions.pattern() != null) {
            add(new Conditions(conditions.methods(), RouteNames.below(conditions.pattern())), isExchange);
        }
    }

    /** A route without a pattern is one endpoint with what has no handler. */
    private void add(Conditions conditions, boolean isExchange) {
        if (conditions.pattern() == null) {
            return;
        }
        if (conditions.methods().isEmpty()) {
            routes.add(new Functional(null, conditions.pattern(), isExchange));
        }
        conditions
                .methods()
                .forEach(method -> routes.add(new Functional(method.name(), conditions.pattern(), isExchange)));
    }

    /** What requests must have; a pattern of null and no methods are no conditions. */
    private record Conditions(
            Set<HttpMethod> methods, @Nullable String pattern) {

        static final Conditions NONE = new Conditions(Set.of(), null);

        static List<Conditions> both(List<Conditions> outer, List<Conditions> inner) {
            List<Conditions> both = new ArrayList<>();
            outer.forEach(one -> inner.forEach(other -> both.add(one.and(other))));
            return both;
        }

        private Conditions and(Conditions inner) {
            String combined = pattern == null || inner.pattern == null
                    ? pattern == null ? inner.pattern : pattern
                    : PathPatternParser.defaultInstance
                            .parse(pattern)
                            .combine(PathPatternParser.defaultInstance.parse(inner.pattern))
                            .getPatternString();
            return new Conditions(inner.methods.isEmpty() ? methods : inner.methods, combined);
        }
    }

    /** Reads a predicate as alternatives. What is negated, or of another kind, is no condition here. */
    private static final class Alternatives implements RequestPredicates.Visitor {

        private final Deque<List<Conditions>> read = new ArrayDeque<>();

        List<Conditions> all() {
            return read.isEmpty() ? List.of(Conditions.NONE) : read.element();
        }

        private void push(Conditions conditions) {
            read.push(List.of(conditions));
        }

        @Override
        public void method(Set<HttpMethod> methods) {
            push(new Conditions(methods, null));
        }

        @Override
        public void path(String pattern) {
            push(new Conditions(Set.of(), pattern));
        }

        @Override
        @SuppressWarnings("removal")
        public void pathExtension(String extension) {
            push(Conditions.NONE);
        }

        @Override
        public void header(String name, String value) {
            push(Conditions.NONE);
        }

        @Override
        public void queryParam(String name, String value) {
            push(Conditions.NONE);
        }

        @Override
        public void version(String version) {
            push(Conditions.NONE);
        }

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {
            List<Conditions> right = read.pop();
            read.push(Conditions.both(read.pop(), right));
        }

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {
            List<Conditions> either = new ArrayList<>(read.pop());
            either.addAll(0, read.pop());
            read.push(either);
        }

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {
            read.pop();
            push(Conditions.NONE);
        }

        @Override
        public void unknown(RequestPredicate predicate) {
            push(Conditions.NONE);
        }
    }
}
