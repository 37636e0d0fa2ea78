package dev.faregate;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every text and byte that hangs on an object of ours, whatever its {@code toString} would leave out. */
final class Dump {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final StringBuilder found = new StringBuilder();

    private Dump() {}

    static String of(Object root) throws IllegalAccessException {
        Dump dump = new Dump();
        dump.visit(root);
        return dump.found.toString();
    }

    private void visit(@Nullable Object value) throws IllegalAccessException {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof CharSequence text) {
            found.append(text).append('\n');
        } else if (value instanceof byte[] bytes) {
            found.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
            found.append(HexFormat.of().formatHex(bytes)).append('\n');
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                visit(entry.getKey());
                visit(entry.getValue());
            }
        } else if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                visit(element);
            }
        } else if (value instanceof com.github.benmanes.caffeine.cache.Cache<?, ?> cache) {
            visit(cache.asMap());
        } else if (value.getClass().getName().startsWith("dev.faregate.")) {
            for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                visitFields(value, type);
            }
        }
    }

    private void visitFields(Object value, Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                    && !field.getType().isPrimitive()
                    && field.trySetAccessible()) {
                visit(field.get(value));
            }
        }
    }
}
