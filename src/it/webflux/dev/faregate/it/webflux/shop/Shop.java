package dev.faregate.it.webflux.shop;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.blackbox.MadeUp;
import dev.faregate.blackbox.RawHttp;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.it.webflux.Application;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A running {@link ShopApplication}, its installation and a client. */
record Shop(Application application, HttpClient client, AtomicInteger tokens) implements AutoCloseable {

    static Shop start(Consumer<GenericApplicationContext> beans, String... properties) {
        return new Shop(
                Application.start(ShopApplication.class, beans, properties),
                HttpClient.newHttpClient(),
                new AtomicInteger());
    }

    ConfigurableApplicationContext context() {
        return application.context();
    }

    int port() {
        return application.port();
    }

    String issue(String owner) {
        return issue(owner, null);
    }

    String issue(String owner, String resource, String... scopes) {
        ApiTokenRequest request = ApiTokenRequest.of(
                        "test " + tokens.incrementAndGet(), Owner.of(owner), Permission.READ_WRITE)
                .withScopes(Scopes.of(scopes));
        return context()
                .getBean(Faregate.class)
                .tokenIssuer()
                .issue(resource == null ? request : request.forResource(Resource.of(resource)))
                .orElseThrow()
                .secret();
    }

    HttpResponse<String> get(String path, String token) throws Exception {
        return send("GET", path, token, "");
    }

    HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return send(method, path, token, body, "application/x-www-form-urlencoded");
    }

    HttpResponse<String> send(String method, String path, String token, String body, String type) throws Exception {
        HttpRequest.Builder request =
                request(port(), path, token).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    int status(int port, String path, String token) throws Exception {
        return status(request(port, path, token));
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    int guess(int number) throws Exception {
        return status(request(port(), "/rows/7", MadeUp.apiToken())
                .header("X-Forwarded-For", "198.51.100." + number)
                .header("Forwarded", "for=198.51.100." + number));
    }

    int getForwarded(String path, String token, String prefix) throws Exception {
        return status(request(port(), path, token).header("X-Forwarded-Prefix", prefix));
    }

    int preflight(String path) throws Exception {
        return status(request(port(), path, null)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "GET"));
    }

    int raw(String methodAndPath) throws Exception {
        return RawHttp.status(
                RawHttp.exchange(port(), methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
    }

    List<Integer> statuses(int times, String method, String path, String token) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            statuses.add(send(method, path, token, "").statusCode());
        }
        return statuses;
    }

    @Override
    public void close() {
        application.close();
    }
}
