package dev.faregate.it.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The server behind the gateway. It answers the text in a header that the gateway's filter sends, and notes what else was sent. */
final class Upstream implements AutoCloseable {

    static final String TEXT = "X-Text";

    final List<String> headers = new CopyOnWriteArrayList<>();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.ws("/socket/{base}", (in, out) -> out.sendClose())
                    .route(any -> true, (request, response) -> {
                        request.requestHeaders().forEach(header -> headers.add(header.toString()));
                        String text = request.requestHeaders().get(TEXT, "upstream " + request.uri());
                        return response.sendString(Mono.just(text))
                                .then(Flux.empty().then());
                    }))
            .bindNow();

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
