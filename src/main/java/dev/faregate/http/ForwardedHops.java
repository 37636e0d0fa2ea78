package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/**
 * The addresses in one line of {@code X-Forwarded-For} or {@code Forwarded}, from its end to its beginning. For use by one
 * thread.
 */
final class ForwardedHops {

    private final String line;
    private final boolean parameters;
    private int end;

    /** Reads a line whose elements are addresses, or, as RFC 7239 has it, parameters with the address behind {@code for}. */
    ForwardedHops(String line, boolean parameters) {
        this.line = line;
        this.parameters = parameters;
        this.end = line.length();
    }

    boolean hasPrevious() {
        return end >= 0;
    }

    /** The next hop towards the client, or null if it cannot be read. */
    @Nullable
    IpAddress previous() {
        // A comma in quotes is cut at, too, and leaves two halves that cannot be read: nothing is gained by it.
        int comma = line.lastIndexOf(',', end - 1);
        String element = line.substring(comma + 1, end).strip();
        end = comma;
        String node = parameters ? node(element) : element;
        return node == null ? null : address(node);
    }

    private static @Nullable String node(String element) {
        String node = null;
        for (String parameter : element.split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.regionMatches(true, 0, "for=", 0, 4)) {
                if (node != null) {
                    return null;
                }
                node = stripped.substring(4);
            }
        }
        if (node == null || !node.startsWith("\"")) {
            return node;
        }
        return node.length() > 1 && node.endsWith("\"") ? node.substring(1, node.length() - 1) : null;
    }

    /** An address, with a port or without; one of IPv6 also in brackets. */
    static @Nullable IpAddress address(String node) {
        if (node.startsWith("[")) {
            int bracket = node.indexOf(']');
            return bracket > 0 && isPortOrNothing(node, bracket + 1)
                    ? IpAddress.parse(node.substring(1, bracket))
                    : null;
        }
        int colon = node.indexOf(':');
        boolean oneColon = colon >= 0 && colon == node.lastIndexOf(':');
        return oneColon && isPortOrNothing(node, colon)
                ? IpAddress.parse(node.substring(0, colon))
                : IpAddress.parse(node);
    }

    private static boolean isPortOrNothing(String node, int start) {
        if (start == node.length()) {
            return true;
        }
        return node.charAt(start) == ':'
                && node.length() > start + 1
                && node.chars().skip(start + 1L).allMatch(c -> c >= '0' && c <= '9');
    }
}
