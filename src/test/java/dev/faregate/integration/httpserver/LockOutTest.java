package dev.faregate.integration.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.revocation.RevocationLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A valid credential is accepted whatever else comes from its address. Over real HTTP, and all from one address. */
class LockOutTest {

    private static final String FORM = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&subject_token_type=urn:faregate:token-type:api-token&subject_token=";
    private static final int WORKERS = 300;

    /** Time stands still unless a test moves it: nobody waits for permits. */
    private final ManualClock nanos = new ManualClock();

    private final MovableClock clock = new MovableClock();
    private final RevocationLog log = RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom());
    private final ApiTokenStore store = ApiTokenStore.inMemory(log, clock);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Faregate elsewhere = Faregate.builder().build();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private Service service = new Service();

    @AfterEach
    void stop() {
        service.server.stop(0);
        threads.shutdownNow();
    }

    /** A process of the service; the next one has another signing key, and the API tokens of the one before. */
    private final class Service {

        private final Faregate faregate = Faregate.builder()
                .clock(clock)
                .apiTokenStore(store)
                .rateLimiter(RateLimiter.builder()
                        .limit(Limit.perSecond(5))
                        .limit("POST /sign-in", Limit.perSecond(1_000))
                        .clock(nanos)
                        .build())
                .build();
        private final HttpServer server;

        Service() {
            RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                    .build();
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
            server.createContext(
                    "/",
                    GuardedHandler.of(guard)
                            .on("GET /rows", (exchange, admitted) -> answer(exchange, 200))
                            .onOpen(Endpoint.of("POST /sign-in").openToSignIn(), (exchange, opened) -> {
                                String[] sent = body(exchange).split(":", 2);
                                opened.signIn().attempt(sent[0], () -> checked(sent[1]));
                                answer(exchange, 200);
                            }));
            server.createContext(
                    "/token",
                    exchange -> ExchangeView.handle(
                            exchange,
                            view -> guard.exchange(view, body(exchange), faregate.tokenEndpoints())
                                    .writeTo(view)));
            server.setExecutor(threads);
            server.start();
        }
    }

    private static String checked(String password) {
        if (!password.equals("right")) {
            throw new RefusedException(Problem.of(Problem.Kind.SIGN_IN_FAILED, "Wrong."));
        }
        return password;
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private int send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.server.getAddress().getPort() + path));
    }

    private CompletableFuture<Integer> later(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private HttpRequest.Builder rowsRequest(String credential) {
        return at("/rows").header("Authorization", "Bearer " + credential);
    }

    private HttpRequest.Builder exchangeRequest(String apiToken) {
        return at("/token").POST(BodyPublishers.ofString(FORM + apiToken));
    }

    private int rows(String credential, String... headers) {
        HttpRequest.Builder request = rowsRequest(credential);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private int exchange(String apiToken, String... headers) {
        HttpRequest.Builder request = exchangeRequest(apiToken);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private int signIn(String account, String password, String... headers) {
        HttpRequest.Builder request = at("/sign-in").POST(BodyPublishers.ofString(account + ':' + password));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private String issue(Faregate by, String name) {
        return by.tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("owner of " + name), Permission.READ))
                .orElseThrow()
                .secret();
    }

    private String baseToken(String apiToken) {
        return service.faregate
                .tokenExchange()
                .exchange(ExchangeRequest.of(apiToken))
                .orElseThrow()
                .text();
    }

    private void everybodyGetsIn(String name) {
        String apiToken = issue(service.faregate, name);
        assertThat(rows(apiToken)).as("API token").isEqualTo(200);
        assertThat(rows(baseToken(apiToken))).as("base token").isEqualTo(200);
        assertThat(exchange(apiToken)).as("exchange").isEqualTo(200);
        assertThat(signIn(name, "right")).as("sign-in").isEqualTo(200);
    }

    @Test
    void behindAProxyThatNobodyDeclared() {
        for (int i = 0; i < 60; i++) {
            String[] forwarded = {"X-Forwarded-For", "198.51.100." + i};
            assertThat(rows(issue(elsewhere, "made up " + i), forwarded)).isEqualTo(i < 10 ? 401 : 429);
            exchange(issue(elsewhere, "exchanged " + i), forwarded);
            signIn("mallory", "wrong " + i, forwarded);
        }
        everybodyGetsIn("ada");
    }

    @Test
    void workersAfterARestartWithAnEphemeralKey() {
        Map<String, String> baseTokens = new LinkedHashMap<>();
        for (int i = 0; i < WORKERS; i++) {
            String apiToken = issue(service.faregate, "worker " + i);
            baseTokens.put(apiToken, baseToken(apiToken));
        }
        service.server.stop(0);
        service = new Service();
        List<CompletableFuture<List<Integer>>> workers = new ArrayList<>();
        baseTokens.forEach((apiToken, stale) -> workers.add(later(rowsRequest(stale))
                .thenCompose(first -> later(exchangeRequest(apiToken))
                        .thenCompose(second ->
                                later(rowsRequest(apiToken)).thenApply(third -> List.of(first, second, third))))));
        assertThat(workers)
                .extracting(CompletableFuture::join)
                .as("no time passed")
                .containsOnly(List.of(401, 200, 200));
    }

    @Test
    void besideAForgottenJob() {
        String forgotten = issue(elsewhere, "that no store knows any more");
        String expired = baseToken(issue(service.faregate, "job"));
        clock.advance(Duration.ofDays(4));
        for (int i = 0; i < 200; i++) {
            assertThat(rows(forgotten)).isEqualTo(401);
            assertThat(rows(expired)).isEqualTo(i < 60 ? 401 : 429);
        }
        everybodyGetsIn("ada");
    }

    @Test
    void onAWebPageThatMakesItsVisitorsBrowserSendJunk() {
        for (int i = 0; i < 60; i++) {
            String[] page = {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"};
            assertThat(exchange(issue(elsewhere, "made up " + i), page)).isEqualTo(403);
            assertThat(signIn("ada", "wrong " + i, page)).isEqualTo(403);
            assertThat(rows("undefined", page)).isEqualTo(401);
        }
        everybodyGetsIn("ada");
    }

    @Test
    void wrongPasswordsOfAnotherAccount() {
        for (int i = 0; i < 60; i++) {
            assertThat(signIn("mallory", "wrong")).isEqualTo(i < 10 ? 400 : 429);
        }
        everybodyGetsIn("ada");
        assertThat(signIn("mallory", "right")).as("the account that failed").isEqualTo(429);
    }
}
