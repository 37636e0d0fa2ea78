package dev.faregate.demo.store;

import dev.faregate.integration.jdbc.JdbcStores;
import dev.faregate.ratelimit.MonotonicClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A file for each service. */
final class SqliteStorage implements Storage {

    private final DataFolder folder;
    private final InstantSource clock;
    private final List<JdbcStores> opened = new ArrayList<>();

    SqliteStorage(DataFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Stores of(String service) {
        JdbcStores stores =
                JdbcStores.sqlite(folder.file(service + ".db")).clock(clock).open();
        opened.add(stores);
        return new Stores(stores.apiTokens(), stores.sessions(), stores.buckets());
    }

    @Override
    public byte[] key(String name) {
        return folder.key(name);
    }

    @Override
    public String place() {
        return "SQLite, in " + folder.path();
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void close() {
        opened.forEach(JdbcStores::close);
        folder.close();
    }

    /** {@code -Dstore=sqlite}. */
    public static final class Kind implements StorageKind {

        @Override
        public String name() {
            return "sqlite";
        }

        @Override
        public Storage open(StorageSettings settings, InstantSource clock, MonotonicClock ticker) {
            return new SqliteStorage(DataFolder.own(settings.folder()), clock);
        }
    }
}
