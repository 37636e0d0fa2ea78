package dev.faregate.integration.spring;

import dev.faregate.integration.spring.routes.FunctionalRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/** Reads a router function of Spring MVC. For use by one thread. */
final class FunctionalRouteReader implements RouterFunctions.Visitor {

    private final FunctionalRoutes routes = new FunctionalRoutes();

    private FunctionalRouteReader() {}

    static List<FunctionalRoutes.Functional> read(RouterFunction<?> function) {
        FunctionalRouteReader reader = new FunctionalRouteReader();
        function.accept(reader);
        return reader.routes.found();
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        routes.startNested(PredicateReader.read(predicate));
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        routes.endNested();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        routes.route(PredicateReader.read(predicate), handler);
    }

    @Override
    public void resources(Function<ServerRequest, Optional<Resource>> lookup) {
        routes.everything();
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> function) {
        routes.everything();
    }

    private static final class PredicateReader implements RequestPredicates.Visitor {

        private final FunctionalRoutes.Predicate read = new FunctionalRoutes.Predicate();

        static FunctionalRoutes.Predicate read(RequestPredicate predicate) {
            PredicateReader reader = new PredicateReader();
            predicate.accept(reader);
            return reader.read;
        }

        @Override
        public void method(Set<HttpMethod> methods) {
            read.method(methods);
        }

        @Override
        public void path(String pattern) {
            read.path(pattern);
        }

        @Override
        @SuppressWarnings("removal")
        public void pathExtension(String extension) {
            read.other();
        }

        @Override
        public void header(String name, String value) {
            read.other();
        }

        @Override
        public void param(String name, String value) {
            read.other();
        }

        @Override
        public void version(String version) {
            read.other();
        }

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {
            read.and();
        }

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {
            read.or();
        }

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {
            read.negate();
        }

        @Override
        public void unknown(RequestPredicate predicate) {
            read.other();
        }
    }
}
