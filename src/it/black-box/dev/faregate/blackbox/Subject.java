package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.http.GuardListener;
import dev.faregate.http.Problem;
import dev.faregate.http.RequestGuardBuilder;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server under test, what stands behind it, and a client: 5 requests a second, by a clock that stands still. */
public final class Subject implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final HandClock clock = new HandClock();
    public final Api api = new Api();
    public final Set<String> guardedEndpoints = ConcurrentHashMap.newKeySet();
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    final Faregate faregate = Faregate.builder()
            .clock(clock)
            .rateLimiter(
                    RateLimiter.builder().limit(Limit.perSecond(5)).clock(clock).build())
            .build();
    private final AtomicInteger callers = new AtomicInteger();
    private final Adapter.Server server;

    /** With a guard that is set further. */
    Subject(Adapter adapter, UnaryOperator<RequestGuardBuilder> settings) throws Exception {
        RequestGuardBuilder guard = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .listener(new Endpoints());
        this.server = adapter.start(settings.apply(guard).build(), api);
    }

    public Client newClient() {
        Owner owner = Owner.of("owner-" + callers.incrementAndGet());
        return new Client(
                owner.id(),
                issue(ApiTokenRequest.of("writes", owner, Permission.READ_WRITE)),
                issue(ApiTokenRequest.of("reads", owner, Permission.READ)).secret());
    }

    private IssuedApiToken issue(ApiTokenRequest request) {
        return faregate.tokenIssuer().issue(request).orElseThrow();
    }

    /** Headers are names, each followed by its value. */
    public HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String token) throws Exception {
        return send(request("GET", path, "", "Authorization", "Bearer " + token));
    }

    public HttpResponse<String> post(String body, String token) throws Exception {
        return send(request(
                "POST",
                "/rows",
                body,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/x-www-form-urlencoded"));
    }

    /** Uses a caller's permits for a path up. */
    public void exhaust(String path, Client caller) throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(get(path, caller.token()).statusCode()).isEqualTo(200);
        }
    }

    /** Sends a method and path as they stand here, and returns the whole answer. */
    public String raw(String methodAndPath, String... headerLines) throws Exception {
        return RawHttp.exchange(
                port(),
                methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + Stream.of(headerLines).map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n");
    }

    RawAnswer send(RawRequest request) throws Exception {
        return RawHttp.send(port(), request);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    /** What the guard was asked for. */
    private final class Endpoints implements GuardListener {
        @Override
        public void admitted(String endpoint, Caller caller, Decision decision) {
            guardedEndpoints.add(endpoint);
        }

        @Override
        public void refused(String endpoint, Problem problem) {
            guardedEndpoints.add(endpoint);
        }
    }
}
