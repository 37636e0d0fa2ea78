package dev.faregate.basetoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;

/** The compact form of a signed text (RFC 7515 section 7.1): three parts in canonical base64url, a dot between. */
final class CompactJws {

    private CompactJws() {}

    static String sign(String header, byte[] payload, SigningKey key) {
        String input = header + '.' + CanonicalBase64.encode(payload);
        return input + '.' + CanonicalBase64.encode(key.sign(input.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The payload of a text whose header has been found to be one of the key's, if spelling and signature hold. */
    static Verification<byte[]> payload(String text, SigningKey key) {
        int payloadStart = text.indexOf('.') + 1;
        int payloadEnd = text.indexOf('.', payloadStart);
        if (payloadEnd < 0) {
            return rejected(RejectionReason.MALFORMED);
        }
        // What is not Latin-1 becomes a question mark, which is no base64url either; a surrogate pair becomes a single
        // one.
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        if (characters.length != text.length()) {
            return rejected(RejectionReason.MALFORMED);
        }
        byte[] payload = CanonicalBase64.decode(characters, payloadStart, payloadEnd);
        byte[] signature = CanonicalBase64.decode(characters, payloadEnd + 1, characters.length);
        if (payload == null || signature == null) {
            return rejected(RejectionReason.MALFORMED);
        }
        return key.verify(characters, payloadEnd, signature)
                ? accepted(payload)
                : rejected(RejectionReason.BAD_SIGNATURE);
    }
}
