package dev.faregate.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer of one of the token endpoints, ready to send. {@code toString} leaves the body and the headers' values out, which may
 * hold a token.
 *
 * @param status the HTTP status
 * @param headers the headers by name
 * @param body the body; empty for none
 */
public record Reply(int status, Map<String, String> headers, String body) {

    /**
     * Keeps its own copy of the headers.
     *
     * @param status the HTTP status
     * @param headers the headers by name
     * @param body the body
     */
    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, Map<String, ?> members) {
        return json(status, JSONObjectUtils.toJSONString(members));
    }

    static Reply json(int status, String body) {
        // RFC 6749 section 5.1 wants Pragma, too.
        return new Reply(
                status,
                Map.of("Content-Type", "application/json", "Cache-Control", "no-store", "Pragma", "no-cache"),
                body);
    }

    /** An error after RFC 6749 section 5.2, whose description holds neither quotes nor backslashes, and ASCII alone. */
    static Reply error(String code, String description) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", code);
        members.put("error_description", description);
        return json(400, members);
    }

    /** RFC 7009 section 2.2.1; the error is that of RFC 6749 section 4.1.2.1. */
    static Reply unavailable() {
        return new Reply(
                503,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Cache-Control",
                        "no-store",
                        "Pragma",
                        "no-cache",
                        "Retry-After",
                        Answers.SECONDS_TO_RECOVER),
                "{\"error\":\"temporarily_unavailable\",\"error_description\":\"Try again; see Retry-After.\"}");
    }

    static Reply empty() {
        return new Reply(200, Map.of("Cache-Control", "no-store"), "");
    }

    @Override
    public String toString() {
        return "Reply[status=" + status + ", headers=" + headers.keySet() + "]";
    }
}
