package dev.faregate.basetoken;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Claims of the application's own, which a signed token carries beside those with a meaning here. Immutable and thread-safe.
 *
 * <table>
 * <caption>Values and their bounds</caption>
 * <tr><th>Value</th><th>Bounds</th></tr>
 * <tr><td>text</td><td>well-formed Unicode; may be empty</td></tr>
 * <tr><td>integer</td><td>-(2<sup>53</sup> - 1) to 2<sup>53</sup> - 1, which every reader of JSON takes for what it is (RFC 7493 section 2.2)</td></tr>
 * <tr><td>boolean</td><td></td></tr>
 * <tr><td>list of texts</td><td>0 to 256 texts</td></tr>
 * </table>
 *
 * <p>There are at most 48 claims. The names of registered claims that have a meaning here ({@code sub}, {@code exp} and so on) are
 * refused. The signed text has at most 8,192 characters; signing more throws.
 *
 * <pre>{@code
 * ExtraClaims.none().with("groups", List.of("admin", "staff")).with("beta", true)
 * }</pre>
 */
public final class ExtraClaims {

    /** The most texts of one list. */
    static final int MOST_TEXTS = 256;

    private static final int MOST = 48;
    private static final long LARGEST = (1L << 53) - 1;
    private static final ExtraClaims NONE = new ExtraClaims(Map.of());

    /** Each value is a String, a Long, a Boolean or an immutable List of String. */
    private final Map<String, Object> values;

    private ExtraClaims(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Returns no claims.
     *
     * @return the same instance each time
     */
    public static ExtraClaims none() {
        return NONE;
    }

    /**
     * Returns claims that are all text.
     *
     * @param texts the texts by name
     * @return the claims
     * @throws IllegalArgumentException if a name has a meaning already, or there are more than 48
     */
    public static ExtraClaims of(Map<String, String> texts) {
        return checked(Map.copyOf(texts));
    }

    /** Takes values that have been read; refuses names and numbers as the other ways do. */
    static ExtraClaims read(Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (value instanceof Long integer) {
                checkRange(name, integer);
            }
        });
        return values.isEmpty() ? NONE : checked(Map.copyOf(values));
    }

    private static ExtraClaims checked(Map<String, Object> values) {
        if (values.size() > MOST) {
            throw new IllegalArgumentException("extra claims: " + values.size() + " (expected: <= " + MOST + ")");
        }
        for (String name : values.keySet()) {
            if (ClaimNames.RESERVED.contains(name)) {
                throw new IllegalArgumentException("extra claim: \"" + name + "\" (expected: a name other than "
                        + ClaimNames.RESERVED.stream().sorted().toList() + ")");
            }
        }
        return new ExtraClaims(values);
    }

    private static void checkRange(String name, long integer) {
        if (integer < -LARGEST || integer > LARGEST) {
            throw new IllegalArgumentException(
                    "extra claim \"" + name + "\": " + integer + " (expected: " + -LARGEST + " to " + LARGEST + ")");
        }
    }

    /**
     * Returns these claims and a text, which replaces a claim of the same name.
     *
     * @param name a name without a meaning of its own here
     * @param text the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public ExtraClaims with(String name, String text) {
        return put(name, Objects.requireNonNull(text, "text"));
    }

    /**
     * Returns these claims and an integer, which replaces a claim of the same name.
     *
     * @param name a name without a meaning of its own here
     * @param integer the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, the integer is out of range, or there are more than 48
     *     claims
     */
    public ExtraClaims with(String name, long integer) {
        checkRange(name, integer);
        return put(name, integer);
    }

    /**
     * Returns these claims and a boolean, which replaces a claim of the same name.
     *
     * @param name a name without a meaning of its own here
     * @param flag the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public ExtraClaims with(String name, boolean flag) {
        return put(name, flag);
    }

    /**
     * Returns these claims and a list of texts, which replaces a claim of the same name.
     *
     * @param name a name without a meaning of its own here
     * @param texts the values, in order; copied
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, there are more than 256 texts, or more than 48 claims
     */
    public ExtraClaims with(String name, List<String> texts) {
        if (texts.size() > MOST_TEXTS) {
            throw new IllegalArgumentException(
                    "extra claim \"" + name + "\": " + texts.size() + " texts (expected: <= " + MOST_TEXTS + ")");
        }
        return put(name, List.copyOf(texts));
    }

    private ExtraClaims put(String name, Object value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(Objects.requireNonNull(name, "name"), value);
        return checked(Map.copyOf(more));
    }

    /**
     * Returns these claims and others, which replace claims of the same name.
     *
     * @param others the others
     * @return the changed copy
     * @throws IllegalArgumentException if there are more than 48 claims
     */
    public ExtraClaims with(ExtraClaims others) {
        if (others.values.isEmpty() || values.isEmpty()) {
            return values.isEmpty() ? others : this;
        }
        Map<String, Object> more = new HashMap<>(values);
        more.putAll(others.values);
        return checked(Map.copyOf(more));
    }

    /**
     * Returns a text.
     *
     * @param name the claim's name
     * @return the text; empty if there is no such claim, or it is no text
     */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns an integer.
     *
     * @param name the claim's name
     * @return the integer; empty if there is no such claim, or it is no integer
     */
    public OptionalLong integer(String name) {
        return values.get(name) instanceof Long integer ? OptionalLong.of(integer) : OptionalLong.empty();
    }

    /**
     * Returns a boolean.
     *
     * @param name the claim's name
     * @return the boolean; empty if there is no such claim, or it is no boolean
     */
    public Optional<Boolean> flag(String name) {
        return values.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /**
     * Returns a list of texts.
     *
     * @param name the claim's name
     * @return the immutable list; empty if there is no such claim, or it is no list
     */
    public Optional<List<String>> texts(String name) {
        return values.get(name) instanceof List<?> texts
                ? Optional.of(texts.stream().map(String.class::cast).toList())
                : Optional.empty();
    }

    /**
     * Returns all claims by name.
     *
     * @return an immutable map; each value is a {@link String}, a {@link Long}, a {@link Boolean} or a {@link List} of {@link String}
     */
    public Map<String, Object> asMap() {
        return values;
    }

    /** How many texts the lists have together. */
    int listedTexts() {
        int texts = 0;
        for (Object value : values.values()) {
            texts += value instanceof List<?> list ? list.size() : 0;
        }
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtraClaims that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "ExtraClaims" + values;
    }
}
