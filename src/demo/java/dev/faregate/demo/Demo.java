package dev.faregate.demo;

import dev.faregate.demo.service.Surroundings;
import dev.faregate.demo.service.User;
import dev.faregate.demo.store.Storage;
import dev.faregate.demo.walk.Walk;
import dev.faregate.identity.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.Properties;

/**
 * Starts the demo, and walks through it once: {@code mvn -q -Pdemo}, with {@code -Dport}, {@code -Donce}, {@code -Dstore} and
 * {@code -Doffset}.
 */
public final class Demo {

    private static final int WALK_FAILED = 1;
    private static final int NOT_STARTED = 2;

    private final PrintStream out;
    private final PrintStream err;

    Demo(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the demo until it is ended, or for one walk. */
    public static void main(String[] args) throws IOException {
        int status = new Demo(System.out, System.err).run(System.getProperties(), Surroundings.ofThisProcess());
        if (status != 0) {
            // Out of Maven's process too: an exception would end it in a page of Maven's own advice.
            System.exit(status);
        }
    }

    int run(Properties properties, Surroundings surroundings) throws IOException {
        try {
            return run(DemoSettings.of(properties), surroundings);
        } catch (IllegalArgumentException invalid) {
            err.println("Faregate demo: " + invalid.getMessage());
            return NOT_STARTED;
        }
    }

    private int run(DemoSettings settings, Surroundings surroundings) throws IOException {
        Surroundings moved = surroundings.ahead(settings.offset());
        Storage storage = settings.storage().open(moved.clock(), moved.ticker());
        Situation situation = Situation.of(storage, settings.offset());
        DemoServer server;
        try {
            server = DemoServer.start(settings.port(), moved.keptIn(storage), situation);
        } catch (BindException taken) {
            storage.close();
            err.println("Faregate demo: port " + settings.port()
                    + " is taken; choose another with -Dport=N, or any free one with -Dport=0");
            return NOT_STARTED;
        } catch (StoreUnavailableException | IllegalStateException unusable) {
            storage.close();
            err.println("Faregate demo: store " + settings.storage().kind() + ": " + unusable.getMessage());
            return NOT_STARTED;
        } catch (RuntimeException failed) {
            storage.close();
            throw failed;
        }
        out.println("Faregate demo ready at " + server.address());
        situation.sentences().forEach(out::println);
        // One that was interrupted may have left some.
        server.forget(User.WANDA.owner());
        boolean kept = new Walk(server.address(), out).run();
        if (settings.once()) {
            end(server, storage);
            return kept ? 0 : WALK_FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, storage)));
        out.println("Still listening at " + server.address() + " until you end it (Ctrl-C).");
        return 0;
    }

    private static void end(DemoServer server, Storage storage) {
        server.close();
        storage.close();
    }
}
