package dev.faregate.integration.jaxrs;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Joins the parts of a route's template. Runtimes do so with more slashes than were declared, and match without regard to the last. */
final class Templates {

    private static final Pattern SLASHES = Pattern.compile("/+");

    private Templates() {}

    /** The parts with one slash before each, and none at the end. */
    static String joined(@Nullable String... parts) {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append('/').append(part == null ? "" : part);
        }
        String joined = SLASHES.matcher(all).replaceAll("/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }
}
