package dev.faregate.integration.vertx;

import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a guard sees of a request, and writes into its answer. */
record ContextView(HttpServerRequest request) implements RequestView, ResponseView<RuntimeException> {

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String rawPath() {
        return Objects.requireNonNullElse(request.path(), "");
    }

    @Override
    public List<String> header(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public @Nullable String remoteAddress() {
        // The request itself may have been told to believe headers.
        SocketAddress remote = request.connection().remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }

    @Override
    public void setHeader(String name, String value) {
        request.response().putHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        request.response().headers().add(name, value);
    }

    @Override
    public void send(int status, byte[] body) {
        request.response().setStatusCode(status).end(Buffer.buffer().appendBytes(body));
    }
}
