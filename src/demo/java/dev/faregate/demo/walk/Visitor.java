package dev.faregate.demo.walk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A client of the demo that tells of each request and what came back. */
final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final Narrator narrator;
    private final List<String> tellingHeaders;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Visitor(URI address, Narrator narrator, List<String> tellingHeaders) {
        this.address = address;
        this.narrator = narrator;
        this.tellingHeaders = tellingHeaders;
    }

    /** Begins a step, with a line of why. */
    Step step(String why) {
        return new Step(this, narrator, why);
    }

    /** Waits for exactly as long as an answer asks. */
    void obeyRetryAfter(Answer answer) {
        Duration wait = Duration.ofSeconds(Long.parseLong(answer.header("Retry-After")));
        narrator.pause("Waits for the " + wait.toSeconds() + " s that Retry-After asks.");
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new BrokenPromise("interrupted while waiting");
        }
    }

    void tellOf(Answer answer) {
        narrator.answer(answer, tellingHeaders);
    }

    Answer send(String method, String path, HttpRequest.Builder request) {
        try {
            HttpRequest complete =
                    request.uri(address.resolve(path)).timeout(PATIENCE).build();
            return Answer.of(client.send(complete, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new BrokenPromise("expected an answer to " + method + " " + path + ", got " + failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new BrokenPromise("interrupted while waiting for an answer");
        }
    }
}
