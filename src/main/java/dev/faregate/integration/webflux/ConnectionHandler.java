package dev.faregate.integration.webflux;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Remembers each request as the server made it, before {@code ForwardedHeaderTransformer} and filters rewrite the client's address.
 *
 * @param delegate handles requests
 */
record ConnectionHandler(HttpHandler delegate) implements HttpHandler {

    /** The name of the attribute, and the key in Reactor's context. */
    static final String ATTRIBUTE = ConnectionHandler.class.getName();

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        return delegate.handle(request, response).contextWrite(context -> context.put(ATTRIBUTE, request));
    }

    /** Takes the request over from the context, which an adapter does not reach later. */
    static void note(ServerWebExchange exchange, ContextView context) {
        if (context.hasKey(ATTRIBUTE)) {
            exchange.getAttributes().put(ATTRIBUTE, context.get(ATTRIBUTE));
        }
    }
}
