package dev.faregate.demo.store;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.SessionStore;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.MonotonicClock;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** All in this process, and gone with it. */
public final class MemoryStorage implements Storage {

    /** Longer than anything that a service signs. */
    private static final Duration RETENTION = Duration.ofDays(90);

    private static final long MOST_BUCKETS = 100_000;

    private final InstantSource clock;
    private final MonotonicClock ticker;
    private final SecureRandom random = new SecureRandom();

    /** Storage by these clocks. */
    public MemoryStorage(InstantSource clock, MonotonicClock ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Stores of(String service) {
        return new Stores(
                ApiTokenStore.inMemory(RevocationLog.inMemory(RETENTION, clock, random), clock),
                SessionStore.inMemory(clock),
                BucketStore.inMemory(ticker, MOST_BUCKETS));
    }

    @Override
    public byte[] key(String name) {
        return KeyFile.randomKey(random);
    }

    @Override
    public String place() {
        return "the memory of this process";
    }

    @Override
    public boolean isLasting() {
        return false;
    }

    @Override
    public void close() {
        // The garbage collector's affair.
    }

    /** {@code -Dstore=memory}. */
    public static final class Kind implements StorageKind {

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Storage open(StorageSettings settings, InstantSource clock, MonotonicClock ticker) {
            return new MemoryStorage(clock, ticker);
        }
    }
}
