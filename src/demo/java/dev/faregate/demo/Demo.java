package dev.faregate.demo;

import dev.faregate.demo.service.Surroundings;
import dev.faregate.demo.walk.Walk;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.Properties;

/** Starts the demo, and walks through it once: {@code mvn -q -Pdemo}, with {@code -Dport} and {@code -Donce}. */
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
            DemoSettings settings = DemoSettings.of(properties);
            return run(settings, surroundings);
        } catch (IllegalArgumentException invalid) {
            err.println("Faregate demo: " + invalid.getMessage());
            return NOT_STARTED;
        }
    }

    private int run(DemoSettings settings, Surroundings surroundings) throws IOException {
        DemoServer server;
        try {
            server = DemoServer.start(settings.port(), surroundings);
        } catch (BindException taken) {
            err.println("Faregate demo: port " + settings.port()
                    + " is taken; choose another with -Dport=N, or any free one with -Dport=0");
            return NOT_STARTED;
        }
        out.println("Faregate demo ready at " + server.address());
        boolean kept = new Walk(server.address(), out).run();
        if (settings.once()) {
            server.close();
            return kept ? 0 : WALK_FAILED;
        }
        out.println("Still listening at " + server.address() + " until you end it (Ctrl-C).");
        return 0;
    }
}
