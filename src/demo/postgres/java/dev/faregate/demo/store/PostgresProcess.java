package dev.faregate.demo.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of this process, whose data stays. */
final class PostgresProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedPostgres server;

    private PostgresProcess(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresProcess start(DataFolder folder) {
        Path data = folder.file("postgres").toAbsolutePath();
        try {
            endOrphan(data);
            return new PostgresProcess(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.file("postgres-program").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("listen_addresses", "localhost")
                    // Both are off unless asked for, and a crash would take back what was committed.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(PATIENCE)
                    .start());
        } catch (IOException failed) {
            throw new IllegalStateException("PostgreSQL did not start: " + failed.getMessage(), failed);
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new IllegalStateException("PostgreSQL did not stop: " + failed.getMessage(), failed);
        }
    }

    /** The folder is ours alone, so a server that still runs on it has outlived the demo that had started it. */
    private static void endOrphan(Path data) throws IOException {
        Path pids = data.resolve("postmaster.pid");
        if (Files.exists(pids)) {
            Optional<ProcessHandle> orphan = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pids).get(0).strip()))
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.endsWith("postgres"))
                            .isPresent());
            orphan.ifPresent(process -> {
                process.destroy();
                process.onExit()
                        .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
            });
        }
    }
}
