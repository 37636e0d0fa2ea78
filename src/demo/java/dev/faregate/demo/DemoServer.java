package dev.faregate.demo;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.demo.boxhero.BoxHero;
import dev.faregate.demo.nocodb.NocoDb;
import dev.faregate.demo.seatable.SeaTable;
import dev.faregate.demo.service.Service;
import dev.faregate.demo.service.Surroundings;
import dev.faregate.identity.Owner;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Service> services = new ArrayList<>();

    private DemoServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Starts on a port, or on any free one for 0. */
    static DemoServer start(int port, Surroundings surroundings, Situation situation) throws IOException {
        DemoServer demo = new DemoServer(LocalServer.on(port), Executors.newFixedThreadPool(THREADS));
        try {
            demo.open(surroundings, situation);
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

    /** Revokes whatever an owner has, in all services. */
    void forget(Owner owner) {
        services.forEach(service -> service.forget(owner));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        services.forEach(Service::close);
    }

    private void open(Surroundings surroundings, Situation situation) {
        services.add(new BoxHero(surroundings));
        services.add(new NocoDb(surroundings));
        services.add(new SeaTable(surroundings, address()));
        services.forEach(service -> service.serveOn(server));
        server.createContext("/", new StartPage(situation));
        server.setExecutor(threads);
        server.start();
    }
}
