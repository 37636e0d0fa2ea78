package dev.faregate.basetoken;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding (RFC 7515 section 2), accepting only the one spelling that an encoder makes. */
final class CanonicalBase64 {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private CanonicalBase64() {}

    static String encode(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte @Nullable [] decode(String encoded) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(encoded);
            return ENCODER.encodeToString(decoded).equals(encoded) ? decoded : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
