package dev.faregate.integration.webflux;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * Hands a gateway's handler the request without the credential that the guard has read: the header or the cookie that it stood in is
 * left out, and so does not reach the upstream server.
 *
 * @param gateway forwards requests
 * @param credential the credential, as it was sent
 */
record WithoutCredential(WebHandler gateway, String credential) implements WebHandler {

    /** The name of the attribute with the headers as they were sent, for a route that forwards to another handler of the application. */
    static final String ATTRIBUTE = WithoutCredential.class.getName();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders rest = new HttpHeaders();
        request.getHeaders()
                .headerSet()
                .forEach(header -> header.getValue().forEach(value -> keep(rest, header.getKey(), value)));
        exchange.getAttributes().put(ATTRIBUTE, request.getHeaders());
        ServerHttpRequest stripped = new ServerHttpRequestDecorator(request) {
            @Override
            public HttpHeaders getHeaders() {
                return rest;
            }
        };
        return gateway.handle(exchange.mutate().request(stripped).build());
    }

    private void keep(HttpHeaders rest, String name, String value) {
        if (!value.contains(credential)) {
            rest.add(name, value);
        } else if (name.equalsIgnoreCase(HttpHeaders.COOKIE)) {
            List<String> others = Arrays.stream(value.split(";"))
                    .filter(cookie -> !cookie.contains(credential))
                    .map(String::strip)
                    .collect(Collectors.toList());
            if (!others.isEmpty()) {
                rest.add(name, String.join("; ", others));
            }
        }
    }

    /** Leaves the credential out. */
    @Override
    public String toString() {
        return "WithoutCredential[" + gateway + "]";
    }
}
