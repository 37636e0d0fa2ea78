package dev.faregate.demo;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A server for this machine only, whose every context has the same filter before it. */
final class LocalServer extends HttpServer {

    private final HttpServer server;
    private final OwnOriginFilter filter;

    private LocalServer(HttpServer server) {
        this.server = server;
        this.filter = new OwnOriginFilter(server.getAddress().getPort());
    }

    /** On a port, or on any free one for 0. */
    static LocalServer on(int port) throws IOException {
        InetAddress thisMachine = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return new LocalServer(HttpServer.create(new InetSocketAddress(thisMachine, port), 0));
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        HttpContext context = createContext(path);
        context.setHandler(handler);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        HttpContext context = server.createContext(path);
        context.getFilters().add(filter);
        return context;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return server.getExecutor();
    }

    @Override
    public void stop(int delaySeconds) {
        server.stop(delaySeconds);
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.getAddress();
    }
}
