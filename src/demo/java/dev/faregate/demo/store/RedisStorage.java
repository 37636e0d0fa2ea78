package dev.faregate.demo.store;

import dev.faregate.integration.redis.LettuceDriver;
import dev.faregate.integration.redis.RedisStores;
import dev.faregate.ratelimit.MonotonicClock;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buckets and sessions in Redis. API tokens and their revocation log belong into one transaction, which is a SQL database's business:
 * they are in SQLite beside it.
 */
final class RedisStorage implements Storage {

    /** What Redis answers it must keep. */
    private static final List<String> LASTING = List.of("--appendonly", "yes");

    private final SqliteStorage files;
    private final @Nullable RedisProcess server;
    private final LettuceDriver driver;
    private final RedisStores redis;
    private final String place;

    private RedisStorage(SqliteStorage files, @Nullable RedisProcess server, LettuceDriver driver, String place) {
        this.files = files;
        this.server = server;
        this.driver = driver;
        this.redis = RedisStores.over(driver);
        this.place = place;
    }

    @Override
    public Stores of(String service) {
        RedisStores own = redis.withPrefix("demo-" + service);
        return new Stores(files.of(service).apiTokens(), own.sessions(), own.buckets());
    }

    @Override
    public byte[] key(String name) {
        return files.key(name);
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void close() {
        driver.close();
        if (server != null) {
            server.close();
        }
        files.close();
    }

    private static Storage started(DataFolder folder, InstantSource clock) {
        RedisProcess server = RedisProcess.start(folder.path(), folder.file("redis"), RedisProcess.freePort(), LASTING);
        try {
            return over(server.uri(), server, folder, clock, "Redis and SQLite, in " + folder.path());
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static Storage over(
            String uri, @Nullable RedisProcess server, DataFolder folder, InstantSource clock, String place) {
        LettuceDriver driver = LettuceDriver.connect(uri);
        try {
            return new RedisStorage(new SqliteStorage(folder, clock), server, driver, place);
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    /** {@code -Dstore=redis}. */
    public static final class Kind implements StorageKind {

        @Override
        public String name() {
            return "redis";
        }

        @Override
        public Storage open(StorageSettings settings, InstantSource clock, MonotonicClock ticker) {
            String url = settings.url();
            if (url != null && !url.matches("rediss?://[^/].*")) {
                throw new IllegalArgumentException("store.url: no address of a Redis (expected: redis://host:port)");
            }
            DataFolder folder = DataFolder.own(settings.folder());
            try {
                return url == null
                        ? started(folder, clock)
                        : over(url, null, folder, clock, "the given Redis, and SQLite in " + folder.path());
            } catch (RuntimeException failed) {
                folder.close();
                throw failed;
            }
        }
    }
}
