package dev.faregate.demo.store;

import dev.faregate.ratelimit.MonotonicClock;
import java.time.InstantSource;

/** One of the choices of {@code -Dstore}. Found on the class path, as not each start has the drivers of all. */
public interface StorageKind {

    /** As {@code -Dstore} names it. */
    String name();

    /**
     * Opens it, and starts the server if none is given.
     *
     * @throws IllegalArgumentException if the settings make no sense
     * @throws RuntimeException if it cannot be used
     */
    Storage open(StorageSettings settings, InstantSource clock, MonotonicClock ticker);
}
