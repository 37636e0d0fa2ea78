package dev.faregate.demo;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.demo.service.Surroundings;
import dev.faregate.demo.service.User;
import dev.faregate.demo.store.Storage;
import dev.faregate.demo.store.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The demo on a free port, a client of it, and its time. */
final class RunningDemo implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final MovableTime time;
    private final Storage storage;
    private final DemoServer server;

    private RunningDemo(MovableTime time, Surroundings surroundings, Duration offset) {
        this.time = time;
        this.storage = surroundings.storage();
        try {
            server = DemoServer.start(0, surroundings, Situation.of(storage, offset));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    static RunningDemo started() {
        return in(Map.of());
    }

    static RunningDemo in(Map<String, String> environment) {
        MovableTime time = new MovableTime();
        return new RunningDemo(time, new Surroundings(time, time, environment, Runnable::run), Duration.ZERO);
    }

    /** Over a store that was there before or not, with the clock ahead. */
    static RunningDemo over(StorageSettings settings, MovableTime time, Duration offset) {
        Surroundings ahead = new Surroundings(time, time, Map.of(), Runnable::run).ahead(offset);
        return new RunningDemo(time, ahead.keptIn(settings.open(ahead.clock(), ahead.ticker())), offset);
    }

    URI address() {
        return server.address();
    }

    void forget(User user) {
        server.forget(user.owner());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> delete(String path, String... headers) throws IOException, InterruptedException {
        return send("DELETE", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    /** Gets a path so many times at once. */
    List<Integer> statusesOf(int times, String path, String... headers) {
        HttpRequest request = request("GET", path, "", headers);
        List<CompletableFuture<HttpResponse<Void>>> answers = Stream.generate(
                        () -> CLIENT.sendAsync(request, BodyHandlers.discarding()))
                .limit(times)
                .toList();
        return answers.stream().map(answer -> answer.join().statusCode()).toList();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(method, path, body, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path.substring(1)))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, Object> json(HttpResponse<String> response) {
        try {
            return JSONObjectUtils.parse(response.body());
        } catch (ParseException noObject) {
            throw new AssertionError(response.body(), noObject);
        }
    }

    static String text(HttpResponse<String> response, String member) {
        return String.valueOf(json(response).get(member));
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
