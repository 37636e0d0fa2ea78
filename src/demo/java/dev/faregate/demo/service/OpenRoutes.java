package dev.faregate.demo.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Endpoints that need no credential of the library's. What is no endpoint is not found. */
public final class OpenRoutes implements HttpHandler {

    /** Answers the requests to one endpoint. */
    @FunctionalInterface
    public interface RouteHandler {

        /** Answers a request, given what stands in the path's variables. */
        void handle(HttpExchange exchange, Map<String, String> pathVariables) throws IOException;
    }

    private final Map<Endpoint, RouteHandler> handlers;
    private final Endpoints endpoints;

    private OpenRoutes(Map<Endpoint, RouteHandler> handlers) {
        this.handlers = handlers;
        this.endpoints = Endpoints.of(List.copyOf(handlers.keySet()));
    }

    /** No endpoint at all. */
    public static OpenRoutes none() {
        return new OpenRoutes(Map.of());
    }

    /** The same, with a further endpoint. */
    public OpenRoutes on(String methodAndPath, RouteHandler handler) {
        Map<Endpoint, RouteHandler> more = new LinkedHashMap<>(handlers);
        more.put(Endpoint.of(methodAndPath), handler);
        return new OpenRoutes(more);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        Endpoints.Match match = endpoints
                .match(exchange.getRequestMethod(), path)
                .orElseThrow(() -> RefusedRequest.notFound("There is no such endpoint."));
        Objects.requireNonNull(handlers.get(match.endpoint())).handle(exchange, match.pathVariables());
    }
}
