package dev.faregate.integration.webflux;

import dev.faregate.http.RequestGuard;
import dev.faregate.http.TokenEndpoints;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Exchanges API tokens for base tokens. The credential is in the body, so the guard does not check such a request before. */
record ExchangeHandler(RequestGuard guard, TokenEndpoints endpoints) implements HandlerFunction<ServerResponse> {

    private static final long LONGEST_FORM = 1 << 16;

    @Override
    public Mono<ServerResponse> handle(ServerRequest request) {
        // As it was sent: Spring would write a form anew.
        return DataBufferUtils.join(
                        DataBufferUtils.takeUntilByteCount(request.body(BodyExtractors.toDataBuffers()), LONGEST_FORM))
                .map(form -> {
                    String text = form.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(form);
                    return text;
                })
                .defaultIfEmpty("")
                .flatMap(form ->
                        RouteCheck.later(guard.exchangeAsync(ExchangeView.of(request.exchange()), form, endpoints)))
                .flatMap(answered -> {
                    ServerResponse.BodyBuilder answer = ServerResponse.status(answered.status());
                    answered.headers().writeTo(answer::header, answer::header);
                    return answer.bodyValue(answered.body());
                });
    }
}
