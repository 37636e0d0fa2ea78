package dev.faregate.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a token may do besides its permission, in the application's own words (RFC 6749 section 3.3). Immutable, without order
 * or repeats.
 *
 * @param values each of printable ASCII without spaces, quotes and backslashes
 */
public record Scopes(SortedSet<String> values) {

    private static final int LONGEST_TEXT = 1_024;
    private static final Scopes NONE = new Scopes(Collections.emptySortedSet());

    /**
     * Checks the scopes, and keeps its own copy.
     *
     * @param values the scopes
     * @throws IllegalArgumentException if one has other characters, or all of them, a space between, exceed 1,024 characters
     */
    public Scopes {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        int length = 0;
        for (String scope : values) {
            if (!isScope(scope)) {
                throw new IllegalArgumentException(
                        "scope: \"" + scope + "\" (expected: printable ASCII without spaces, quotes and backslashes)");
            }
            length += scope.length() + 1;
        }
        if (length > LONGEST_TEXT + 1) {
            throw new IllegalArgumentException(
                    "scopes: " + (length - 1) + " characters (expected: <= " + LONGEST_TEXT + ")");
        }
    }

    /**
     * No scopes.
     *
     * @return the empty set
     */
    public static Scopes none() {
        return NONE;
    }

    /**
     * These scopes.
     *
     * @param scopes the scopes
     * @return the set
     * @throws IllegalArgumentException if one has other characters than a scope may have, or they are too long together
     */
    public static Scopes of(String... scopes) {
        return new Scopes(new TreeSet<>(Arrays.asList(scopes)));
    }

    /**
     * Reads scopes as a request or a claim carries them.
     *
     * @param text scopes with one space between; empty for none
     * @return the set
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Scopes parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        SortedSet<String> scopes = new TreeSet<>();
        int from = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', from)) {
            scopes.add(text.substring(from, space));
            from = space + 1;
        }
        scopes.add(text.substring(from));
        return new Scopes(scopes);
    }

    /**
     * Whether whoever holds these may do what needs the others.
     *
     * @param required the scopes that are needed
     * @return true if all of them are among these
     */
    public boolean includes(Scopes required) {
        return values.containsAll(required.values);
    }

    /**
     * What both have.
     *
     * @param others other scopes
     * @return the intersection
     */
    public Scopes and(Scopes others) {
        SortedSet<String> both = new TreeSet<>(values);
        both.retainAll(others.values);
        return new Scopes(both);
    }

    /**
     * Returns the scopes that are in at least one of both.
     *
     * @param others other scopes
     * @return the union
     */
    public Scopes or(Scopes others) {
        SortedSet<String> either = new TreeSet<>(values);
        either.addAll(others.values);
        return new Scopes(either);
    }

    /**
     * Whether there are none.
     *
     * @return true if there are none
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * The scopes as an answer or a claim carries them.
     *
     * @return the scopes in order, one space between
     */
    public String text() {
        return String.join(" ", values);
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static boolean isScope(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character <= ' ' || character > '~' || character == '"' || character == '\\') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
