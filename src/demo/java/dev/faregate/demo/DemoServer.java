package dev.faregate.demo;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.demo.boxhero.BoxHero;
import dev.faregate.demo.nocodb.NocoDb;
import dev.faregate.demo.seatable.SeaTable;
import dev.faregate.demo.service.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The three services and the start page on one port of this machine, seen from this machine and its own pages only. */
final class DemoServer implements AutoCloseable {

    private static final int THREADS = 16;

    static {
        // Else the server's answers wait for the client's delayed acknowledgements, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private DemoServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Starts on a port, or on any free one for 0. */
    static DemoServer start(int port, Surroundings surroundings) throws IOException {
        DemoServer demo = new DemoServer(LocalServer.on(port), Executors.newFixedThreadPool(THREADS));
        try {
            demo.open(surroundings);
        } catch (RuntimeException failed) {
            demo.close();
            throw failed;
        }
        return demo;
    }

    /** Where the start page is. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void open(Surroundings surroundings) {
        new BoxHero(surroundings).serveOn(server);
        new NocoDb(surroundings).serveOn(server);
        new SeaTable(surroundings, address()).serveOn(server);
        server.createContext("/", new StartPage());
        server.setExecutor(threads);
        server.start();
    }
}
