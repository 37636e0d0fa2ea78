package dev.faregate.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final Pattern RAW_SEGMENT = Pattern.compile("[\\x21-\\x7E&&[^;\\\\]]+");

    private final List<String> segments;

    PathTemplate(String template) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("path: \"" + template + "\" (expected: to begin with a slash)");
        }
        this.segments = segments(template);
        Set<String> variables = new HashSet<>();
        for (String segment : segments) {
            boolean variable = isVariable(segment);
            if (!variable && !LITERAL.matcher(segment).matches()) {
                throw new IllegalArgumentException("path: \"" + template + "\", segment \"" + segment
                        + "\" (expected: a literal, or a variable as {name})");
            }
            if (variable && !variables.add(segment)) {
                throw new IllegalArgumentException("path: \"" + template + "\" (expected: " + segment + " once)");
            }
        }
    }

    int length() {
        return segments.size();
    }

    boolean hasVariable(String name) {
        return segments.contains('{' + name + '}');
    }

    /** The template without the names of its variables: what it matches. */
    String shape() {
        return String.join(
                "/",
                segments.stream()
                        .map(segment -> isVariable(segment) ? "{}" : segment)
                        .toList());
    }

    long variableCount() {
        return segments.stream().filter(PathTemplate::isVariable).count();
    }

    /** The variables of a path that matches, decoded; null if it does not. */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = segments.get(i);
            String actual = path.get(i);
            if (!isVariable(expected)) {
                if (!expected.equals(actual)) {
                    return null;
                }
                continue;
            }
            String value = decoded(actual);
            if (value == null) {
                return null;
            }
            variables.put(expected.substring(1, expected.length() - 1), value);
        }
        return variables;
    }

    static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private static @Nullable String decoded(String segment) {
        if (!RAW_SEGMENT.matcher(segment).matches()) {
            return null;
        }
        try {
            // URLDecoder is for forms, where a plus is a space; in a path it is itself.
            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            return isName(decoded) ? decoded : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Whether a decoded segment names something, and cannot be taken for more of a path or for another line. */
    private static boolean isName(String decoded) {
        return !decoded.equals(".")
                && !decoded.equals("..")
                && decoded.codePoints().noneMatch(PathTemplate::isMisleading);
    }

    private static boolean isMisleading(int codePoint) {
        return codePoint == '/'
                || codePoint == '\\'
                || codePoint == ';'
                || codePoint == 0xFFFD
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isVariable(String segment) {
        return VARIABLE.matcher(segment).matches();
    }
}
