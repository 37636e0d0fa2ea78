package dev.faregate.demo.service;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The named values of a request: a JSON object, a form or a query. */
public final class Fields {

    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads a body that is a JSON object, whatever it calls itself. */
    public static Fields ofJson(HttpExchange exchange) throws IOException {
        return new Fields(parsed(RequestBody.text(exchange)));
    }

    /** Reads a body that is a form, or a JSON object that calls itself one. */
    public static Fields ofForm(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type != null && type.startsWith("application/json")
                ? ofJson(exchange)
                : new Fields(decoded(RequestBody.text(exchange)));
    }

    /** Reads the query. */
    public static Fields ofQuery(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return new Fields(decoded(query == null ? "" : query));
    }

    /** A text that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> RefusedRequest.invalid("The field " + name + " is missing."));
    }

    /** A text that may be missing. */
    public Optional<String> optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw RefusedRequest.invalid("The field " + name + " is not text.");
    }

    /** A list of objects that must be there. */
    public List<Fields> objects(String name) {
        return list(name).stream().map(element -> ofObject(name, element)).toList();
    }

    /** A list of texts that must be there. */
    public List<String> texts(String name) {
        List<?> elements = list(name);
        if (!elements.stream().allMatch(String.class::isInstance)) {
            throw RefusedRequest.invalid("The field " + name + " holds something that is not text.");
        }
        return elements.stream().map(String.class::cast).toList();
    }

    /** An object that must be there. */
    public Fields object(String name) {
        return ofObject(name, values.get(name));
    }

    /** The value of a field as it came, if it came. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private List<?> list(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list;
        }
        throw RefusedRequest.invalid("The field " + name + " is not a list.");
    }

    private static Fields ofObject(String name, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw RefusedRequest.invalid("The field " + name + " holds no object where one belongs.");
        }
        Map<String, Object> members = new HashMap<>();
        object.forEach((key, member) -> members.put((String) key, member));
        return new Fields(members);
    }

    private static Map<String, Object> parsed(String json) {
        try {
            Map<String, Object> object = JSONObjectUtils.parse(json);
            if (object != null) {
                return object;
            }
        } catch (ParseException malformed) {
            // Answered like anything else that is no object.
        }
        throw RefusedRequest.invalid("The body is not a JSON object.");
    }

    private static Map<String, Object> decoded(String form) {
        Map<String, Object> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (fields.putIfAbsent(unescaped(name), unescaped(value)) != null) {
                throw RefusedRequest.invalid("A field is given twice.");
            }
        }
        return fields;
    }

    private static String unescaped(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw RefusedRequest.invalid("A percent sign is not followed by two hex digits.");
        }
    }
}
