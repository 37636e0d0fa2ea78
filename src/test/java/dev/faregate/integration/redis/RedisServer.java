package dev.faregate.integration.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Redis on a free port of this machine, unpacked from the jar that the build downloads, with nothing outside
 * {@code target/}. Ends with this JVM; one that outlived a killed JVM is ended by the next.
 */
public final class RedisServer implements AutoCloseable {

    private static final Path HOME = Path.of("target", "redis").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Started when first asked for. */
    private static final class Shared {
        private static final RedisServer SERVER = start();
    }

    private final int port;
    private final List<String> options;
    private final Path directory;
    private Process process;

    private RedisServer(int port, List<String> options) {
        this.port = port;
        this.options = options;
        this.directory = HOME.resolve("port-" + port);
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
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
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** As a machine that hangs: connections stay, nothing is answered. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
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

    private Process launch() {
        try {
            Path binary = binary();
            endOrphans(binary);
            Files.createDirectories(directory);
            List<String> command = new ArrayList<>(List.of(
                    binary.toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    directory.toString(),
                    "--save",
                    "",
                    "--loglevel",
                    "notice"));
            command.addAll(options);
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("redis.log").toFile()))
                    .start();
            Files.writeString(
                    directory.resolve("pid"),
                    started.pid() + "\n" + ProcessHandle.current().pid());
            await(started);
            return started;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("Redis did not start, see " + directory.resolve("redis.log"), e);
        }
    }

    private void await(Process started) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() - end > 0) {
                throw new AssertionError("Redis did not start, see " + directory.resolve("redis.log"));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // +PONG, or -NOAUTH where a test sets a password; -LOADING is no answer yet.
            byte[] start = socket.getInputStream().readNBytes(2);
            return new String(start, StandardCharsets.US_ASCII).matches("\\+P|-N");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path binary() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "redis-server-7.0.15-" + os + "-" + machine;
        Path binary = HOME.resolve(name);
        if (!Files.isExecutable(binary)) {
            Files.createDirectories(HOME);
            Path unpacked = Files.createTempFile(HOME, name, "");
            try (InputStream packed = RedisServer.class.getResourceAsStream("/" + name)) {
                if (packed == null) {
                    throw new AssertionError(name + ": not in the jar org.signal:embedded-redis");
                }
                Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!unpacked.toFile().setExecutable(true)) {
                throw new AssertionError(unpacked + ": cannot be made executable");
            }
            Files.move(unpacked, binary, StandardCopyOption.ATOMIC_MOVE);
        }
        return binary;
    }

    /** Ends servers whose JVM is gone. */
    private static void endOrphans(Path binary) throws IOException {
        try (Stream<Path> ports = Files.list(HOME)) {
            for (Path pids :
                    ports.map(port -> port.resolve("pid")).filter(Files::exists).toList()) {
                List<Long> known =
                        Files.readAllLines(pids).stream().map(Long::valueOf).toList();
                if (ProcessHandle.of(known.get(1)).isEmpty()) {
                    ProcessHandle.of(known.get(0))
                            .filter(process -> process.info()
                                    .command()
                                    .filter(binary.toString()::equals)
                                    .isPresent())
                            .ifPresent(ProcessHandle::destroyForcibly);
                    Files.delete(pids);
                }
            }
        }
    }
}
