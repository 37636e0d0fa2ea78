package dev.faregate.integration.vertx;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
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

    /**
     * Whether the request's URI has the request's path. Quarkus puts before the URI, and not before the path, what a header calls a
     * prefix; a router finds what answers by the one, and a container of servlets by the other.
     */
    boolean hasOnePath() {
        String uri = context.request().uri();
        String path = rawPath();
        int start = uri.startsWith("/") ? 0 : uri.indexOf('/', uri.indexOf("://") + "://".length());
        int end = start + path.length();
        return start >= 0
                && uri.startsWith(path, start)
                && (end == uri.length() || uri.charAt(end) == '?' || uri.charAt(end) == '#');
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
    public @Nullable String host() {
        // The real one: of HTTP/2 alone, and not what Router.allowForward believes.
        HostAndPort authority = context.request().authority(true);
        return authority == null || header("Host").size() > 1 ? RequestView.super.host() : authority.toString();
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
}
