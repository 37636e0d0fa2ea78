package dev.faregate.http;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path with variables: {@code /rows/{id}}. Matches a raw path segment by segment and exactly: another spelling of a path
 * (a doubled or trailing slash, {@code ;x=1}, another case, an encoded letter) is another path, and has no bucket of its own.
 */
final class PathTemplate {

    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()*+,=:@-]*");
    private static final Pattern VARIABLE = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]*}");

    /** Of each segment the literal, or null for a variable. */
    private final @Nullable String[] literals;

    /** Of each segment the variable's name, or null for a literal. */
    private final @Nullable String[] variables;

    /** The names of the variables, in order. */
    private final String[] names;

    PathTemplate(String template) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("path: \"" + template + "\" (expected: to begin with a slash)");
        }
        String[] segments = template.substring(1).split("/", -1);
        this.literals = new @Nullable String[segments.length];
        this.variables = new @Nullable String[segments.length];
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (VARIABLE.matcher(segment).matches()) {
                String variable = segment.substring(1, segment.length() - 1);
                variables[i] = variable;
                if (!seen.add(variable)) {
                    throw new IllegalArgumentException("path: \"" + template + "\" (expected: " + segment + " once)");
                }
            } else if (LITERAL.matcher(segment).matches()) {
                literals[i] = segment;
            } else {
                throw new IllegalArgumentException("path: \"" + template + "\", segment \"" + segment
                        + "\" (expected: a literal, or a variable as {name})");
            }
        }
        this.names = seen.toArray(String[]::new);
    }

    int length() {
        return literals.length;
    }

    int variableCount() {
        return names.length;
    }

    /** The variables of a path that matches, decoded; null if it does not. */
    @Nullable
    Map<String, String> match(String path) {
        String[] values = names.length == 0 ? names : new String[names.length];
        int found = 0;
        int start = 1;
        for (int i = 0; i < literals.length; i++) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (slash < 0 != (i == literals.length - 1)) {
                return null;
            }
            String literal = literals[i];
            String variable = variables[i];
            if (variable != null) {
                String value = PathSegment.decoded(path, start, end);
                if (value == null) {
                    return null;
                }
                values[found++] = value;
            } else if (literal == null || literal.length() != end - start || !path.startsWith(literal, start)) {
                return null;
            }
            start = end + 1;
        }
        return names.length == 0 ? Map.of() : new PathVariables(names, values);
    }

    /** Whether a path has the literals, whatever stands in its variables. */
    boolean hasLiterals(String path) {
        int start = 1;
        for (int i = 0; i < literals.length; i++) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (slash < 0 != (i == literals.length - 1)) {
                return false;
            }
            String literal = literals[i];
            if (literal != null && !(literal.length() == end - start && path.startsWith(literal, start))) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    /** Whether this has a literal in a place in which another of the same length has a variable. */
    boolean hasLiteralWhereNot(PathTemplate other) {
        for (int i = 0; i < literals.length; i++) {
            if (literals[i] != null && other.literals[i] == null) {
                return true;
            }
        }
        return false;
    }

    static int lengthOf(String path) {
        int slashes = 0;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                slashes++;
            }
        }
        return slashes;
    }
}
