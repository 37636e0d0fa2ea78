package dev.faregate.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a form, each at most once (RFC 6749 section 3.1), those without a value left out. */
final class FormBody {

    private static final int LONGEST = 65_536;

    private final Map<String, String> parameters;

    private FormBody(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The form, or null if the text is none, repeats a parameter, or is too long. */
    static @Nullable FormBody parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (name == null || value == null || (!value.isEmpty() && parameters.put(name, value) != null)) {
                return null;
            }
        }
        return new FormBody(parameters);
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }

    String get(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    private static @Nullable String decoded(String text) {
        return PercentEncoding.decoded(text.replace('+', ' '));
    }
}
