package dev.faregate.integration.webflux;

import dev.faregate.http.ResponseView;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** What a guard writes into an answer of WebFlux. The answer is sent when {@link #sent} is subscribed to. */
final class AnswerView implements ResponseView<RuntimeException> {

    private final ServerHttpResponse response;
    private Mono<Void> sent = Mono.empty();

    AnswerView(ServerHttpResponse response) {
        this.response = response;
    }

    @Override
    public void setHeader(String name, String value) {
        response.getHeaders().set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.getHeaders().add(name, value);
    }

    @Override
    public void send(int status, byte[] body) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        if (body.length == 0) {
            sent = response.setComplete();
            return;
        }
        response.getHeaders().setContentLength(body.length);
        sent = response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** Completes when the answer is sent; at once if there is none to send. */
    Mono<Void> sent() {
        return sent;
    }
}
