package dev.faregate.http;

import java.util.regex.Pattern;

/**
 * A route template as frameworks write them, which is found by equality and never matched: {@code /rows/{id: [0-9]+}},
 * {@code /rows/:id}, {@code /files/{*path}}, {@code pkg.Service/Method}.
 */
final class Route {

    private static final Pattern COLON_VARIABLE = Pattern.compile("/:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern NAME = Pattern.compile("\\{(\\*?)[^}]*}");

    private Route() {}

    /** The template from a slash on, its variables written as {@code {id}}. */
    static String plain(String template) {
        String rooted = template.startsWith("/") ? template : '/' + template;
        return withoutExpressions(COLON_VARIABLE.matcher(rooted).replaceAll("/{$1}"));
    }

    /** The template without the names of its variables: what two writings of one route have in common. */
    static String shape(String plainTemplate) {
        return NAME.matcher(plainTemplate).replaceAll("{$1}");
    }

    /** Whether a template has a variable of a name. */
    static boolean hasVariable(String plainTemplate, String name) {
        return plainTemplate.contains('{' + name + '}') || plainTemplate.contains("{*" + name + '}');
    }

    /** Leaves out what stands between a variable's name and its closing brace; braces may be nested in there. */
    private static String withoutExpressions(String template) {
        StringBuilder plain = new StringBuilder(template.length());
        int depth = 0;
        boolean expression = false;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            depth -= c == '}' ? 1 : 0;
            expression = depth > 0 && (expression || c == ':');
            if (!expression && (depth == 0 || c != ' ')) {
                plain.append(c);
            }
            depth += c == '{' ? 1 : 0;
        }
        return plain.toString();
    }
}
