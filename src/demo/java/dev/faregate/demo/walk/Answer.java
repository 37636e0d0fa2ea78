package dev.faregate.demo.walk;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.text.ParseException;

/** What came back. */
record Answer(int status, HttpHeaders headers, String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** A header that must be there. */
    String header(String name) {
        return headers.firstValue(name)
                .orElseThrow(() -> new BrokenPromise("expected a header " + name + ", got none"));
    }

    /** A text of the body that must be there. */
    String text(String name) {
        try {
            Object value = JSONObjectUtils.parse(body).get(name);
            if (value instanceof String text) {
                return text;
            }
        } catch (ParseException noJson) {
            // The same to whoever needs the text as a body without it.
        }
        throw new BrokenPromise("expected \"" + name + "\" in the body, got none");
    }
}
