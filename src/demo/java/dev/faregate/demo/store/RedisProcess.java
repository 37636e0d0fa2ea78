package dev.faregate.demo.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/**
 * A Redis of this process, on a port of this machine, from the jar {@code org.signal:embedded-redis}. One that outlived the process
 * that had started it is ended by the next that uses its folder.
 */
public final class RedisProcess implements AutoCloseable {

    private static final String PROGRAM = "redis-server-7.0.15-";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Process process;

    private RedisProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one, and waits until it answers.
     *
     * @param home where the program is unpacked
     * @param folder its data and log
     * @param port where it listens
     * @param options more of its command line
     */
    public static RedisProcess start(Path home, Path folder, int port, List<String> options) {
        Path log = folder.resolve("redis.log");
        try {
            Files.createDirectories(folder);
            Path program = program(home);
            endOrphan(folder);
            Process process = new ProcessBuilder(command(program, folder, port, options))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Files.writeString(
                    pids(folder), process.pid() + "\n" + ProcessHandle.current().pid());
            await(process, port, log);
            return new RedisProcess(port, process);
        } catch (IOException failed) {
            throw new UncheckedIOException("Redis did not start, see " + log, failed);
        }
    }

    /** A port that nobody listens at. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Where it listens. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The process itself, for whoever wants to do it harm. */
    public Process process() {
        return process;
    }

    /** Ends it as Redis wants to be ended, so that it writes what it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Path program, Path folder, int port, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toAbsolutePath().toString(),
                "--save",
                "",
                "--loglevel",
                "notice"));
        command.addAll(options);
        return command;
    }

    private static void await(Process started, int port, Path log) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(port)) {
            if (!started.isAlive() || System.nanoTime() - end > 0) {
                started.destroyForcibly();
                throw new IllegalStateException("Redis did not start, see " + log);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException hurried) {
                started.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Redis started", hurried);
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // +PONG, or -NOAUTH where a password is set; -LOADING is no answer yet.
            byte[] start = socket.getInputStream().readNBytes(2);
            return new String(start, StandardCharsets.US_ASCII).matches("\\+P|-N");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path program(Path home) throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = PROGRAM + os + "-" + machine;
        Path program = home.resolve(name).toAbsolutePath();
        if (Files.isExecutable(program)) {
            return program;
        }
        Files.createDirectories(home);
        Path unpacked = Files.createTempFile(home, name, "");
        try (InputStream packed = RedisProcess.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new IllegalStateException(name + ": not in the jar org.signal:embedded-redis");
            }
            Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!unpacked.toFile().setExecutable(true)) {
            throw new IllegalStateException(unpacked + ": cannot be made executable");
        }
        return Files.move(unpacked, program, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path pids(Path folder) {
        return folder.resolve("pid");
    }

    /** Ends the server of a folder if whoever started it is gone. */
    public static void endOrphan(Path folder) throws IOException {
        if (!Files.exists(pids(folder))) {
            return;
        }
        List<Long> known =
                Files.readAllLines(pids(folder)).stream().map(Long::valueOf).toList();
        if (ProcessHandle.of(known.get(1)).isEmpty()) {
            ProcessHandle.of(known.get(0))
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.contains(PROGRAM))
                            .isPresent())
                    .ifPresent(process -> {
                        process.destroy();
                        process.onExit()
                                .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join();
                    });
            Files.delete(pids(folder));
        }
    }
}
