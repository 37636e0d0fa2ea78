package dev.faregate.integration.redis;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of keys. Different things never share a key, whatever Unicode they are named with: what would end a part early, and
 * halves of surrogate pairs, which UTF-8 cannot hold, are written as {@code %} and four hexadecimal digits.
 */
final class RedisKey {

    private static final String SAFE_PREFIX = "[A-Za-z0-9._-]{1,64}";

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-F]{4})");

    private RedisKey() {}

    static String checkedPrefix(String prefix) {
        if (!prefix.matches(SAFE_PREFIX)) {
            throw new IllegalArgumentException(
                    "prefix: \"" + prefix + "\" (expected: 1 to 64 letters, digits, '.', '_' and '-')");
        }
        return prefix;
    }

    /** In a cluster all buckets of one caller lie in one slot: that of the part in braces. */
    static byte[] bucket(String prefix, String caller, String escapedEndpoint) {
        return utf8("{" + prefix + ":" + escaped(caller) + "}:" + escapedEndpoint);
    }

    static byte[] sessions(String prefix, String owner) {
        return utf8(prefix + ":sessions:" + escaped(owner));
    }

    static String revocations(String prefix) {
        return prefix + ":revocations";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                return escapedFrom(text, i);
            }
        }
        return text;
    }

    private static String escapedFrom(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnsafe(c)) {
                escaped.append(String.format(Locale.ROOT, "%%%04X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static boolean isUnsafe(char c) {
        return c == '}' || c == '%' || Character.isSurrogate(c);
    }
}
