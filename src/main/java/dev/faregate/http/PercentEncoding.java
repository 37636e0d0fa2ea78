package dev.faregate.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Escapes as RFC 3986 section 2.1 has them: a percent sign and two hex digits, the bytes UTF-8. The JDK's decoder takes others,
 * {@code %+1} say, and replaces what is no UTF-8, so that texts that differ become one.
 */
final class PercentEncoding {

    private PercentEncoding() {}

    /** The text without escapes, or null if one of them is none, or they are no UTF-8. */
    static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            ByteBuffer escaped = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            ByteBuffer bytes = ByteBuffer.allocate(escaped.remaining());
            while (escaped.hasRemaining()) {
                byte next = escaped.get();
                if (next != '%') {
                    bytes.put(next);
                } else if (escaped.remaining() >= 2) {
                    bytes.put((byte)
                            (HexFormat.fromHexDigit(escaped.get()) << 4 | HexFormat.fromHexDigit(escaped.get())));
                } else {
                    return null;
                }
            }
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException | NumberFormatException malformed) {
            return null;
        }
    }
}
