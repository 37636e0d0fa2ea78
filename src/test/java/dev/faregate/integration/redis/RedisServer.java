package dev.faregate.integration.redis;

import dev.faregate.demo.store.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real Redis on a free port of this machine, unpacked from the jar that the build downloads, with nothing outside
 * {@code target/}. Ends with this JVM; one that outlived a killed JVM is ended by the next.
 */
public final class RedisServer implements AutoCloseable {

    private static final Path HOME = Path.of("target", "redis").toAbsolutePath();

    /** Started when first asked for. */
    private static final class Shared {
        private static final RedisServer SERVER = start();
    }

    private final int port;
    private final List<String> options;
    private RedisProcess server;

    private RedisServer(int port, List<String> options) {
        this.port = port;
        this.options = options;
        this.server = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.process().destroyForcibly()));
    }

    /** One for all tests of this JVM: use keys of one's own. */
    public static RedisServer shared() {
        return Shared.SERVER;
    }

    /** One more, which keeps nothing over a restart unless the options say so. */
    public static RedisServer start(String... options) {
        return startOn(freePort(), options);
    }

    static RedisServer startOn(int port, String... options) {
        return new RedisServer(port, List.of(options));
    }

    static int freePort() {
        return RedisProcess.freePort();
    }

    public int port() {
        return port;
    }

    public String uri() {
        return server.uri();
    }

    /** As a machine that hangs: connections stay, nothing is answered. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    void kill() {
        server.process().destroyForcibly();
        try {
            server.process().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void restart() {
        server = launch();
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(server.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + ": status " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RedisProcess launch() {
        endOrphans();
        return RedisProcess.start(HOME, HOME.resolve("port-" + port), port, options);
    }

    /** Ends servers whose JVM is gone: each had a port of its own. */
    private static void endOrphans() {
        if (!Files.exists(HOME)) {
            return;
        }
        try (Stream<Path> folders = Files.list(HOME)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                RedisProcess.endOrphan(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
