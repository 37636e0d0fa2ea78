package dev.faregate.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header lines for an answer, ready to send: names and values are ASCII without line breaks. Immutable.
 *
 * <p>Most replace what the application or its framework may have set. {@code Vary} and {@code Access-Control-Expose-Headers}
 * are lists that several parties write to: these are added to what is there. {@link #writeTo} tells the two apart.
 */
public final class ResponseHeaders {

    private static final Set<String> SHARED = Set.of("Vary", "Access-Control-Expose-Headers");

    /** Names at even places, each followed by its value. */
    private final String[] lines;

    private ResponseHeaders(String[] lines) {
        this.lines = lines;
    }

    /**
     * Hands over each line, in order.
     *
     * @param set takes a name and a value that replaces any other: {@code response::setHeader}
     * @param add takes a name and a value that stands beside any other: {@code response::addHeader}
     */
    public void writeTo(BiConsumer<String, String> set, BiConsumer<String, String> add) {
        for (int i = 0; i < lines.length; i += 2) {
            (SHARED.contains(lines[i]) ? add : set).accept(lines[i], lines[i + 1]);
        }
    }

    void writeTo(ResponseView<?> response) {
        writeTo(response::setHeader, response::addHeader);
    }

    /** Leaves out the lists, of which the answer has its share since the request was let through. */
    void writeOver(ResponseView<?> response) {
        writeTo(response::setHeader, (name, value) -> {});
    }

    /**
     * The value of one header.
     *
     * @param name the name, in any case
     * @return the value, or null if there is no such line
     */
    public @Nullable String get(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /**
     * The lines as a map.
     *
     * @return a fresh map from name to value, in order
     */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        writeTo(map::put, map::put);
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResponseHeaders that && Arrays.equals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    @Override
    public String toString() {
        return asMap().toString();
    }

    /** Collects lines; of two with one name, both stay. For use by one thread. */
    static final class Lines implements BiConsumer<String, String> {

        /** Of the usual dialect, exactly what it takes. */
        private String[] lines = new String[6];

        private int size;

        @Override
        public void accept(String name, String value) {
            if (size == lines.length) {
                lines = Arrays.copyOf(lines, 2 * size);
            }
            lines[size++] = Objects.requireNonNull(name, "name");
            lines[size++] = Objects.requireNonNull(value, name);
        }

        /** The lines so far; those that follow are not among them. */
        ResponseHeaders headers() {
            return new ResponseHeaders(size == lines.length ? lines : Arrays.copyOf(lines, size));
        }
    }
}
