package dev.faregate.ratelimit;

import java.util.Objects;

/** A text in which each {@code *} stands for any run of characters, also none. Matching takes at most length squared. */
record EndpointPattern(String text) implements Comparable<EndpointPattern> {

    EndpointPattern {
        if (Objects.requireNonNull(text, "endpointPattern").isEmpty()) {
            throw new IllegalArgumentException(
                    "endpointPattern: \"\" (expected: not empty; * stands for every endpoint)");
        }
    }

    boolean matches(String endpoint) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < endpoint.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < text.length() && text.charAt(at) == endpoint.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        return text.chars().skip(at).allMatch(c -> c == '*');
    }

    /** The more specific first: more characters that stand for themselves, then fewer stars. */
    @Override
    public int compareTo(EndpointPattern other) {
        int byLiterals = Long.compare(other.literals(), literals());
        int byLength = Integer.compare(text.length(), other.text.length());
        return byLiterals != 0 ? byLiterals : byLength != 0 ? byLength : text.compareTo(other.text);
    }

    private long literals() {
        return text.chars().filter(c -> c != '*').count();
    }
}
