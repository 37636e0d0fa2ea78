package dev.faregate.basetoken;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding (RFC 7515 section 2), accepting only the one spelling that an encoder makes. */
final class CanonicalBase64 {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private CanonicalBase64() {}

    static String encode(byte[] bytes) {
        return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
    }

    /** The bytes behind the characters between two places; null if no encoder spells them so. */
    static byte @Nullable [] decode(byte[] characters, int from, int to) {
        int beyondGroups = (to - from) % 4;
        if (to > from && !endsAsEncoded(characters[to - 1], beyondGroups)) {
            return null;
        }
        try {
            // Into an array of just the size, as no spelling that came this far has padding.
            return Base64.getUrlDecoder()
                    .decode(ByteBuffer.wrap(characters, from, to - from))
                    .array();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Whether the bits of the last character that stand for nothing are zero, and it is no padding. */
    private static boolean endsAsEncoded(byte last, int beyondGroups) {
        return switch (beyondGroups) {
            case 0 -> last != '=';
            case 2 -> ALPHABET.indexOf(last) % 16 == 0;
            case 3 -> ALPHABET.indexOf(last) % 4 == 0;
            default -> false;
        };
    }
}
