package dev.faregate.demo.service;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sends the answer to a request. */
public final class Reply {

    private static final String JSON = "application/json";

    private Reply() {}

    /** Sends an object. */
    public static void json(HttpExchange exchange, int status, Map<String, ?> object) throws IOException {
        text(exchange, status, JSON, JSONObjectUtils.toJSONString(object));
    }

    /** Sends a list. */
    public static void json(HttpExchange exchange, int status, List<?> list) throws IOException {
        text(exchange, status, JSON, JSONArrayUtils.toJSONString(list));
    }

    /** Sends a number. */
    public static void json(HttpExchange exchange, int status, long number) throws IOException {
        text(exchange, status, JSON, Long.toString(number));
    }

    /** Sends nothing but a status. */
    public static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Sends a text. What holds secrets must not stay in caches, so nothing does. */
    public static void text(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (body.isEmpty()) {
            empty(exchange, status);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            empty(exchange, status);
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
