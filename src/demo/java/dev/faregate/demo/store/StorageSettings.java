package dev.faregate.demo.store;

import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.MonotonicClock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which store was asked for.
 *
 * @param kind {@code memory}, {@code sqlite}, {@code postgres} or {@code redis}
 * @param url the server to use; null to start one. Not for messages: it may hold a password
 * @param folder where files and keys go
 */
public record StorageSettings(String kind, @Nullable String url, Path folder) {

    private static final List<String> KINDS = List.of("memory", "sqlite", "postgres", "redis");
    private static final List<String> SERVED = List.of("postgres", "redis");

    /** Checks that they fit together. */
    public StorageSettings {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException(
                    "store: \"" + kind + "\" (expected: one of " + String.join(", ", KINDS) + ")");
        }
        if (url != null && !SERVED.contains(kind)) {
            throw new IllegalArgumentException(
                    "store.url: given with store " + kind + " (expected: only with " + String.join(", ", SERVED) + ")");
        }
    }

    /** Reads {@code store}, {@code store.url} and {@code store.dir}. */
    public static StorageSettings of(Properties properties) {
        String kind = properties.getProperty("store", "memory");
        String folder = properties.getProperty("store.dir", "target/demo-" + (KINDS.contains(kind) ? kind : "store"));
        return new StorageSettings(kind, properties.getProperty("store.url"), Path.of(folder));
    }

    /**
     * Opens the store.
     *
     * @throws IllegalArgumentException if it cannot be used; the message says why
     */
    public Storage open(InstantSource clock, MonotonicClock ticker) {
        try {
            return found().open(this, clock, ticker);
        } catch (StoreUnavailableException | IllegalStateException unusable) {
            throw new IllegalArgumentException("store " + kind + ": " + unusable.getMessage(), unusable);
        }
    }

    private StorageKind found() {
        return ServiceLoader.load(StorageKind.class, StorageKind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "not on the class path (expected: to be started by mvn -Pdemo -Dstore=" + kind + ")"));
    }
}
