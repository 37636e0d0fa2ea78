package dev.faregate.demo.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the text of a request's body, up to a size. */
final class RequestBody {

    private static final int LARGEST = 64 * 1024;
    private static final int DISCARDED = 1024 * 1024;

    private RequestBody() {}

    static String text(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            // A client that is still sending when the connection closes never sees the answer.
            body.readNBytes(DISCARDED);
            throw RefusedRequest.invalid("The body is larger than " + LARGEST + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
