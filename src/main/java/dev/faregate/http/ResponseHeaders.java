package dev.faregate.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header lines for an answer, ready to send: names and values are ASCII without line breaks. Immutable.
 *
 * <p>Most replace what the application or its framework may have set. {@code Vary} and {@code Access-Control-Expose-Headers}
 * are lists that several parties write to: these are added to what is there. So is {@code Cache-Control: private}, which must not
 * weaken what the application says. {@link #writeTo} tells the two apart.
 */
public final class ResponseHeaders {

    /** The one {@code Cache-Control} that is added. */
    static final String PRIVATE = "private";

    private static final Set<String> SHARED = Set.of("Vary", "Access-Control-Expose-Headers");

    /** Names at even places, each followed by its value; null for those that are these headers' own. Never changed. */
    private final @Nullable String[] lines;

    /** What belongs in place of the first null, and of any other. */
    private final @Nullable String first;

    private final @Nullable String second;

    /** Takes the lines over, without a copy: many answers share them, and each has but one or two values of its own. */
    ResponseHeaders(@Nullable String[] lines, @Nullable String first, @Nullable String second) {
        this.lines = lines;
        this.first = first;
        this.second = second;
    }

    /**
     * Hands over each line, in order.
     *
     * @param set takes a name and a value that replaces any other: {@code response::setHeader}
     * @param add takes a name and a value that stands beside any other: {@code response::addHeader}
     */
    public void writeTo(BiConsumer<String, String> set, BiConsumer<String, String> add) {
        writeTo(new Receiver(set, add));
    }

    void writeTo(ResponseView<?> response) {
        String own = first;
        for (int i = 0; i < lines.length; i += 2) {
            String name = Objects.requireNonNull(lines[i]);
            String value = lines[i + 1];
            if (value == null) {
                value = Objects.requireNonNull(own, name);
                own = second;
            }
            if (SHARED.contains(name) || (value.equals(PRIVATE) && name.equals("Cache-Control"))) {
                response.addHeader(name, value);
            } else {
                response.setHeader(name, value);
            }
        }
    }

    /** Leaves out the lists, of which the answer has its share since the request was let through. */
    void writeOver(ResponseView<?> response) {
        writeTo(response::setHeader, (name, value) -> {});
    }

    /** The same without the lists, for an answer that has its share already. */
    ResponseHeaders withoutLists() {
        Lines rest = new Lines();
        writeTo(rest, (name, value) -> {});
        return rest.headers();
    }

    /**
     * The value of one header.
     *
     * @param name the name, in any case
     * @return the value, or null if there is no such line
     */
    public @Nullable String get(String name) {
        List<String> all = asList();
        for (int i = 0; i < all.size(); i += 2) {
            if (all.get(i).equalsIgnoreCase(name)) {
                return all.get(i + 1);
            }
        }
        return null;
    }

    private List<String> asList() {
        List<String> all = new ArrayList<>(lines.length);
        BiConsumer<String, String> both = (name, value) -> {
            all.add(name);
            all.add(value);
        };
        writeTo(both, both);
        return all;
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
        return other instanceof ResponseHeaders that && asList().equals(that.asList());
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    @Override
    public String toString() {
        return asMap().toString();
    }

    private record Receiver(BiConsumer<String, String> set, BiConsumer<String, String> add)
            implements ResponseView<RuntimeException> {

        @Override
        public void setHeader(String name, String value) {
            set.accept(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            add.accept(name, value);
        }

        @Override
        public void send(int status, byte[] body) {
            throw new UnsupportedOperationException("send: " + status + " (expected: headers alone)");
        }
    }

    /** Collects lines; of two with one name, both stay. For use by one thread. */
    static final class Lines implements BiConsumer<String, String> {

        private @Nullable String[] lines = new @Nullable String[12];
        private int size;

        @Override
        public void accept(String name, String value) {
            add(name, Objects.requireNonNull(value, name));
        }

        /** A line whose value is not the same in each answer. */
        void acceptOwn(String name) {
            add(name, null);
        }

        private void add(String name, @Nullable String value) {
            if (size == lines.length) {
                lines = Arrays.copyOf(lines, 2 * size);
            }
            lines[size++] = Objects.requireNonNull(name, "name");
            lines[size++] = value;
        }

        /** The lines so far; those that follow are not among them. */
        @Nullable
        String[] toArray() {
            return Arrays.copyOf(lines, size);
        }

        ResponseHeaders headers() {
            return new ResponseHeaders(toArray(), null, null);
        }
    }
}
