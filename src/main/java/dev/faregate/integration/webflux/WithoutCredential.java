package dev.faregate.integration.webflux;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * Hands a gateway's handler the request without credentials of this service: the headers or the cookies that they stood in are left
 * out, and so do not reach the upstream server.
 *
 * @param gateway forwards requests
 * @param credentials the credentials, as they were sent
 */
record WithoutCredential(WebHandler gateway, List<String> credentials) implements WebHandler {

    /** The name of the attribute with the headers as they were sent, for a route that forwards to another handler of the application. */
    static final String ATTRIBUTE = WithoutCredential.class.getName();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        exchange.getAttributes().putIfAbsent(ATTRIBUTE, request.getHeaders());
        // A predicate that has read the body keeps the request here. A filter of the gateway's goes on with that one.
        exchange.getAttributes()
                .computeIfPresent(
                        ServerWebExchangeUtils.CACHED_SERVER_HTTP_REQUEST_DECORATOR_ATTR,
                        (name, kept) -> kept instanceof ServerHttpRequest cached ? stripped(cached) : kept);
        return gateway.handle(exchange.mutate().request(stripped(request)).build());
    }

    private ServerHttpRequest stripped(ServerHttpRequest request) {
        HttpHeaders rest = new HttpHeaders();
        request.getHeaders()
                .headerSet()
                .forEach(header -> header.getValue().forEach(value -> keep(rest, header.getKey(), value)));
        return new ServerHttpRequestDecorator(request) {
            @Override
            public HttpHeaders getHeaders() {
                return rest;
            }
        };
    }

    private void keep(HttpHeaders rest, String name, String value) {
        if (!holdsCredential(value)) {
            rest.add(name, value);
        } else if (name.equalsIgnoreCase(HttpHeaders.COOKIE)) {
            keepOthers(rest, name, value, ";");
        } else if (name.equalsIgnoreCase("Sec-WebSocket-Protocol")) {
            keepOthers(rest, name, value, ",");
        }
    }

    private void keepOthers(HttpHeaders rest, String name, String value, String separator) {
        List<String> others = Arrays.stream(value.split(separator))
                .filter(part -> !holdsCredential(part))
                .map(String::strip)
                .collect(Collectors.toList());
        if (!others.isEmpty()) {
            rest.add(name, String.join(separator + " ", others));
        }
    }

    private boolean holdsCredential(String value) {
        return credentials.stream().anyMatch(value::contains);
    }

    /** Leaves the credentials out. */
    @Override
    public String toString() {
        return "WithoutCredential[" + gateway + "]";
    }
}
