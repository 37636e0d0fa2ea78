package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The tables and their version. */
final class Schema {

    static final int VERSION = 1;

    private static final List<String> SCRIPTS = List.of("V1__faregate.sql");
    private static final NamedSql VERSION_THERE = NamedSql.of("SELECT max(version) AS version FROM faregate_schema");

    private static final Pattern END = Pattern.compile(";\\s*\\n");

    private final Database database;
    private final SqlDialect dialect;

    Schema(Database database, SqlDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    /** Creates the tables if there are none; checks them if there are. */
    void create() {
        database.transaction("creating the schema", connection -> {
            dialect.checkServer(connection);
            dialect.lockSchema(connection);
            if (!exists(connection)) {
                for (String script : SCRIPTS) {
                    run(connection, script);
                }
            }
            checkVersion(connection);
            return VERSION;
        });
    }

    /** Checks server and tables. */
    void check() {
        database.single("checking the schema", connection -> {
            dialect.checkServer(connection);
            if (!exists(connection)) {
                throw new IllegalStateException("schema: missing (expected: version " + VERSION + "; run "
                        + resource(SCRIPTS.get(0)) + " from the jar, or call createSchema())");
            }
            checkVersion(connection);
            return VERSION;
        });
    }

    private boolean exists(Connection connection) throws SQLException {
        return NamedSql.of(dialect.schemaExists())
                        .first(connection, Values.none(), row -> row.getInt(1))
                        .orElse(0)
                > 0;
    }

    private void checkVersion(Connection connection) throws SQLException {
        int version = VERSION_THERE
                .first(connection, Values.none(), row -> row.getInt("version"))
                .orElse(0);
        if (version != VERSION) {
            throw new IllegalStateException("schema: version " + version + " (expected: " + VERSION + "; "
                    + (version < VERSION ? "run the newer scripts" : "use a newer Faregate") + ")");
        }
    }

    private void run(Connection connection, String script) throws SQLException {
        for (String sql : END.splitAsStream(read(script)).toList()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        }
    }

    private String read(String script) {
        try (InputStream stream = Objects.requireNonNull(
                Schema.class.getResourceAsStream(resource(script)), () -> "resource missing: " + resource(script))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String resource(String script) {
        return "/dev/faregate/schema/" + dialect.schemaFolder() + "/" + script;
    }
}
