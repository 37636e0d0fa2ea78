package dev.faregate.integration.vertx;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a guard sees of a request, and writes into its answer. */
record ContextView(RoutingContext context) implements RequestView, ResponseView<RuntimeException> {

    @Override
    public String method() {
        return context.request().method().name();
    }

    @Override
    public String rawPath() {
        return Objects.requireNonNullElse(context.request().path(), "");
    }

    @Override
    public List<String> header(String name) {
        return context.request().headers().getAll(name);
    }

    @Override
    public @Nullable String remoteAddress() {
        // The request itself may have been told to believe headers.
        SocketAddress remote = context.request().connection().remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }

    @Override
    public RequestChecks checks() {
        RequestChecks kept = context.get(RequestChecks.ATTRIBUTE);
        if (kept != null) {
            return kept;
        }
        RequestChecks begun = RequestChecks.begin();
        context.put(RequestChecks.ATTRIBUTE, begun);
        return begun;
    }

    @Override
    public void setHeader(String name, String value) {
        context.response().putHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        context.response().headers().add(name, value);
    }

    @Override
    public void send(int status, byte[] body) {
        context.response().setStatusCode(status).end(Buffer.buffer().appendBytes(body));
    }

    /** Of the route, as a whole; null if it takes any path. */
    @Nullable
    String template() {
        Route route = context.currentRoute();
        String path = route == null || route.isRegexPath() ? null : route.getPath();
        String mount = context.mountPoint();
        return path == null || mount == null ? path : mount + path;
    }

    Map<String, String> pathVariables() {
        return context.pathParams();
    }
}
