package dev.faregate.integration.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement whose parameters have names, such as {@code :owner}. Immutable. */
final class NamedSql {

    private static final Pattern NAME = Pattern.compile("(?<!:):([a-zA-Z]\\w*)");

    private final String positional;
    private final List<String> names = new ArrayList<>();

    private NamedSql(String text) {
        Matcher matcher = NAME.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            names.add(matcher.group(1));
            matcher.appendReplacement(result, "?");
        }
        this.positional = matcher.appendTail(result).toString();
    }

    static NamedSql of(String text) {
        return new NamedSql(text);
    }

    PreparedStatement prepare(Connection connection, Values values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(positional);
        bind(statement, values);
        return statement;
    }

    /** Sets the parameters, for statements that run in a batch. */
    void bind(PreparedStatement statement, Values values) throws SQLException {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!values.byName.containsKey(name)) {
                throw new IllegalStateException("parameter " + name + ": not set, in " + positional);
            }
            bind(statement, i + 1, name, values.byName.get(name));
        }
    }

    private static void bind(PreparedStatement statement, int index, String name, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            statement.setString(index, StorableText.require(name, value.toString()));
        }
    }

    int update(Connection connection, Values values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, values)) {
            return statement.executeUpdate();
        }
    }

    /** What is read of the first row, if there is one. */
    <T> Optional<T> first(Connection connection, Values values, RowReader<T> reader) throws SQLException {
        return list(connection, values, reader).stream().findFirst();
    }

    <T> List<T> list(Connection connection, Values values, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, values);
                var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return positional;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface RowReader<T> {

        T read(java.sql.ResultSet row) throws SQLException;
    }

    /** The values of parameters. For use by one thread. */
    static final class Values {

        private final Map<String, @Nullable Object> byName = new HashMap<>();

        static Values of(String name, @Nullable Object value) {
            return new Values().and(name, value);
        }

        /** Whether a parameter has a value that is not null. */
        boolean has(String name) {
            return byName.get(name) != null;
        }

        static Values none() {
            return new Values();
        }

        /** Adds a {@code Long}, a {@code byte[]}, or what has a text; null for SQL's own. */
        Values and(String name, @Nullable Object value) {
            byName.put(name, value);
            return this;
        }
    }
}
