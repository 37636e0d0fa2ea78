package dev.faregate.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a credential is found in the values of one header. Immutable. */
sealed interface CredentialPlace {

    /** The header's name. */
    String header();

    /** The parts of a header's values that may hold a credential. More than one is too many. */
    default List<String> candidates(List<String> values) {
        return values;
    }

    /** The credential in a candidate, never empty; null if it has none. */
    @Nullable
    String credentialIn(String candidate);

    /** Whether a candidate is meant for this place, and cannot be read. */
    default boolean isMalformed(String candidate) {
        return false;
    }

    /** The text that the credential of a candidate was sent as; null if it has none. */
    default @Nullable String sentText(String candidate) {
        return credentialIn(candidate);
    }

    /** What a 401 says of this place (RFC 9110 section 11.6.1). */
    String challenge(String realm);

    /** Two places with one key are the same place. */
    default String key() {
        return toString().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String notEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static int firstNonSpace(String value, int from) {
        int start = from;
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    /** The text behind a scheme's name; null if the scheme is another, or there is none. */
    private static @Nullable String behind(String scheme, String value) {
        int end = scheme.length();
        // Nearly all clients write the name as it stands here.
        if (!value.startsWith(scheme) && !value.regionMatches(true, 0, scheme, 0, end)) {
            return null;
        }
        return value.length() > end && value.charAt(end) == ' '
                ? notEmpty(value.substring(firstNonSpace(value, end)))
                : null;
    }

    /**
     * A header that holds nothing else.
     *
     * @param header the header's name
     */
    record Whole(String header) implements CredentialPlace {
        @Override
        public @Nullable String credentialIn(String candidate) {
            return notEmpty(candidate);
        }

        @Override
        public String challenge(String realm) {
            return "ApiKey realm=\"" + realm + "\", header=\"" + header + '"';
        }

        @Override
        public String toString() {
            return header;
        }
    }

    /**
     * Behind a scheme in {@code Authorization}.
     *
     * @param scheme the scheme's name
     */
    record Scheme(String scheme) implements CredentialPlace {
        @Override
        public String header() {
            return "Authorization";
        }

        @Override
        public @Nullable String credentialIn(String candidate) {
            return behind(scheme, candidate);
        }

        @Override
        public String challenge(String realm) {
            return scheme + " realm=\"" + realm + '"';
        }

        @Override
        public String toString() {
            return header() + ": " + scheme + " …";
        }
    }

    /**
     * One half of what {@code Authorization: Basic} holds (RFC 7617).
     *
     * @param user true for the user, false for the password
     */
    record Basic(boolean user) implements CredentialPlace {

        private static final String SCHEME = "Basic";

        @Override
        public String header() {
            return "Authorization";
        }

        @Override
        public @Nullable String credentialIn(String candidate) {
            String pair = pair(candidate);
            if (pair == null) {
                return null;
            }
            int colon = pair.indexOf(':');
            return notEmpty(user ? pair.substring(0, colon) : pair.substring(colon + 1));
        }

        @Override
        public boolean isMalformed(String candidate) {
            return behind(SCHEME, candidate) != null && pair(candidate) == null;
        }

        @Override
        public @Nullable String sentText(String candidate) {
            return credentialIn(candidate) == null ? null : behind(SCHEME, candidate);
        }

        /** User and password with their colon; null if there are none, or they are malformed. */
        private static @Nullable String pair(String candidate) {
            String encoded = behind(SCHEME, candidate);
            if (encoded == null) {
                return null;
            }
            try {
                byte[] bytes = Base64.getDecoder().decode(encoded);
                String pair = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return pair.indexOf(':') < 0 || pair.chars().anyMatch(Character::isISOControl) ? null : pair;
            } catch (IllegalArgumentException | CharacterCodingException malformed) {
                return null;
            }
        }

        @Override
        public String challenge(String realm) {
            return SCHEME + " realm=\"" + realm + "\", charset=\"UTF-8\"";
        }

        @Override
        public String toString() {
            return header() + ": " + SCHEME + (user ? " (user)" : " (password)");
        }
    }

    /**
     * A cookie.
     *
     * @param name the cookie's name
     */
    record Cookie(String name) implements CredentialPlace {
        @Override
        public String header() {
            return "Cookie";
        }

        /** Distinct values: a cookie that was sent twice is one. */
        @Override
        public List<String> candidates(List<String> values) {
            List<String> found = new ArrayList<>(1);
            // HTTP/2 may cut a cookie header into several (RFC 9113 section 8.2.3).
            for (String value : values) {
                for (String pair : value.split(";", -1)) {
                    int start = firstNonSpace(pair, 0);
                    int end = start + name.length();
                    if (pair.startsWith(name, start) && pair.startsWith("=", end) && pair.length() > end + 1) {
                        String text = pair.substring(end + 1);
                        if (!found.contains(text)) {
                            found.add(text);
                        }
                    }
                }
            }
            return found;
        }

        @Override
        public @Nullable String credentialIn(String candidate) {
            return notEmpty(candidate);
        }

        @Override
        public String challenge(String realm) {
            return "ApiKey realm=\"" + realm + "\", cookie=\"" + name + '"';
        }

        @Override
        public String key() {
            return toString();
        }

        @Override
        public String toString() {
            return header() + ": " + name + "=…";
        }
    }

    /**
     * The protocol that a web socket's client offers after a marker.
     *
     * @param marker the protocol that announces the credential
     */
    record Subprotocol(String marker) implements CredentialPlace {
        @Override
        public String header() {
            return "Sec-WebSocket-Protocol";
        }

        @Override
        public List<String> candidates(List<String> values) {
            List<String> found = new ArrayList<>(1);
            boolean marked = false;
            // Several lines are one list (RFC 6455 section 11.3.4).
            for (String value : values) {
                for (String offered : value.split(",", -1)) {
                    String protocol = offered.strip();
                    if (marked) {
                        found.add(protocol);
                    }
                    marked = !marked && protocol.equals(marker);
                }
            }
            return found;
        }

        @Override
        public @Nullable String credentialIn(String candidate) {
            return notEmpty(candidate);
        }

        @Override
        public String challenge(String realm) {
            return "ApiKey realm=\"" + realm + "\", subprotocol=\"" + marker + '"';
        }

        @Override
        public String key() {
            return toString();
        }

        @Override
        public String toString() {
            return header() + ": " + marker + ", …";
        }
    }
}
