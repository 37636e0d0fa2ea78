package dev.faregate.it;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server of Vert.x on a free port of the loopback address. */
final class VertxServer implements AutoCloseable {

    private final Vertx vertx;
    private final HttpServer server;

    private VertxServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    static VertxServer start(Function<Vertx, Router> application) throws Exception {
        return start(new VertxOptions(), application);
    }

    static VertxServer start(VertxOptions options, Function<Vertx, Router> application) throws Exception {
        Vertx vertx = Vertx.vertx(options);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(application.apply(vertx))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return new VertxServer(vertx, server);
    }

    /** "4.5" or "5". */
    static String version() {
        String version = Router.class.getPackage().getImplementationVersion();
        return version.startsWith("4.")
                ? version.substring(0, version.indexOf('.', 2))
                : version.replaceFirst("\\..*", "");
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
