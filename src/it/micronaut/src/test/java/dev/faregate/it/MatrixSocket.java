package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;

/** A socket that says nothing. */
@ServerWebSocket("/socket/{base}")
@Requires(beans = MatrixApi.class)
class MatrixSocket {

    private final MatrixApi api;
    private final MicronautGuard guard;

    MatrixSocket(MatrixApi api, MicronautGuard guard) {
        this.api = api;
        this.guard = guard;
    }

    @OnOpen
    void opened(String base, WebSocketSession session, HttpRequest<?> request) {
        api.handle(MatrixRoute.SOCKET, base, () -> guard.caller(request));
    }

    @OnMessage
    void received(String message) {}
}
