package dev.faregate.demo.walk;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A body in a few lines: an object on one line if it fits, else a line for each member; tokens shortened. */
final class PrettyBody {

    private static final int WIDTH = 100;

    private PrettyBody() {}

    static List<String> lines(String body) {
        Map<String, Object> object;
        try {
            object = JSONObjectUtils.parse(body);
        } catch (ParseException noObject) {
            return List.of(cut(body));
        }
        String line = text(object);
        return line.length() <= WIDTH ? List.of(line) : members(object);
    }

    private static List<String> members(Map<String, Object> object) {
        List<String> lines = new ArrayList<>();
        lines.add("{");
        object.forEach((name, value) -> lines.add("  " + cut(member(name, value)) + ","));
        int last = lines.size() - 1;
        lines.set(last, lines.get(last).substring(0, lines.get(last).length() - 1));
        lines.add("}");
        return lines;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(entry -> member((String) entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PrettyBody::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    private static String member(String name, @Nullable Object value) {
        Object shown = value instanceof String text && Abbreviation.isSecret(name) ? Abbreviation.of(text) : value;
        return '"' + name + "\": " + text(shown);
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "...";
    }
}
