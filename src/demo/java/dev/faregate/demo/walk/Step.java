package dev.faregate.demo.walk;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One request of the walk and what is promised of its answer. Sent when an expectation is stated. */
final class Step {

    /** At five a second, so many are only needed where one takes longer than a second's fifth. */
    private static final int MOST_REPEATS = 200;

    private final Visitor visitor;
    private final Narrator narrator;
    private final String why;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String method = "GET";
    private String path = "/";
    private String body = "";

    Step(Visitor visitor, Narrator narrator, String why) {
        this.visitor = visitor;
        this.narrator = narrator;
        this.why = why;
    }

    Step get(String path) {
        return request("GET", path);
    }

    Step post(String path) {
        return request("POST", path);
    }

    Step delete(String path) {
        return request("DELETE", path);
    }

    Step header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Step bearer(String credential) {
        return header("Authorization", "Bearer " + credential);
    }

    Step basic(String user, String password) {
        byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    Step json(Map<String, ?> object) {
        body = JSONObjectUtils.toJSONString(object);
        return header("Content-Type", "application/json");
    }

    Step form(Map<String, String> fields) {
        body = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return header("Content-Type", "application/x-www-form-urlencoded");
    }

    /** Sends, and expects a status. */
    Answer expect(int status) {
        narrator.request(why, method, path, headers, body);
        Answer answer = send();
        visitor.tellOf(answer);
        check(status, answer);
        return answer;
    }

    /** Sends, and expects a status and exactly this body. */
    Answer expect(int status, String exactBody) {
        Answer answer = expect(status);
        if (!answer.body().equals(exactBody)) {
            throw new BrokenPromise("expected the body " + exactBody + ", got another");
        }
        return answer;
    }

    /** Sends again and again as long as the one status comes, and expects the other at last. */
    Answer repeatWhile(int status, int last) {
        narrator.request(why, method, path, headers, body);
        Answer answer = send();
        int repeats = 0;
        while (answer.status() == status && repeats < MOST_REPEATS) {
            repeats++;
            answer = send();
        }
        narrator.repeated(status, repeats);
        visitor.tellOf(answer);
        check(last, answer);
        return answer;
    }

    private Step request(String method, String path) {
        this.method = method;
        this.path = path;
        return this;
    }

    private Answer send() {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder().method(method, publisher);
        headers.forEach(request::header);
        return visitor.send(method, path, request);
    }

    private static void check(int status, Answer answer) {
        if (answer.status() != status) {
            throw new BrokenPromise("expected status " + status + ", got " + answer.status());
        }
    }
}
