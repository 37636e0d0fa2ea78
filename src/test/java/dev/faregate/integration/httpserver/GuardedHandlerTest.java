package dev.faregate.integration.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedHandlerTest {

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder()
                    .limit(Limit.perSecond(2))
                    .clock(new ManualClock())
                    .build())
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String secret = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ))
            .orElseThrow()
            .secret();
    private final HttpServer server;

    GuardedHandlerTest() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/",
                GuardedHandler.of(faregate.guard(CredentialKind.API_TOKEN).build())
                        .on("GET /items/{id}", (exchange, admitted) -> {
                            String answer = admitted.caller().owner().id() + " reads "
                                    + admitted.match().pathVariables().get("id");
                            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                            exchange.close();
                        })
                        .on("GET /refusing", (exchange, admitted) -> {
                            throw new RefusedException(Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row."));
                        })
                        .on("GET /broken", (exchange, admitted) -> {
                            throw new IllegalStateException("planted by GuardedHandlerTest");
                        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void admittedRequestReachesItsHandlerWithItsPrincipalAndHeaders() throws Exception {
        HttpResponse<String> response = send("GET", "/items/7?x=1", "Authorization", "Bearer " + secret);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ada reads 7");
        assertThat(response.headers().firstValue("X-RateLimit-Remaining")).contains("1");
    }

    @Test
    void requestWithoutACredentialIsAnsweredHere() throws Exception {
        HttpResponse<String> response = send("GET", "/items/7");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"api\"");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":401");
    }

    @Test
    void tooManyRequestsAreAnsweredWithRetryAfter() throws Exception {
        send("GET", "/items/7", "Authorization", "Bearer " + secret);
        send("GET", "/items/8", "Authorization", "Bearer " + secret);
        HttpResponse<String> response = send("GET", "/items/9", "Authorization", "Bearer " + secret);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void refusalOfAHeadRequestHasNoBody() throws Exception {
        HttpResponse<String> response = send("HEAD", "/items/7");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void preflightIsAnsweredWithoutACredentialAndHeadersAreExposedToScripts() throws Exception {
        String raw = rawAnswer(String.join(
                "\r\n",
                "OPTIONS /items/7 HTTP/1.1",
                "Host: x",
                "Origin: https://app.example",
                "Access-Control-Request-Method: GET",
                "Connection: close",
                "",
                ""));
        assertThat(raw).startsWith("HTTP/1.1 204 ");
        assertThat(rawAnswer(
                        "GET /items/7 HTTP/1.1\r\nHost: x\r\nOrigin: https://app.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("Access-Control-Expose-Headers: X-RateLimit-Limit");
    }

    /** The JDK's client sends no headers that browsers keep to themselves. */
    private String rawAnswer(String request) throws Exception {
        try (Socket socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void handlerMayRefuseInTheFormatOfItsGuard() throws Exception {
        HttpResponse<String> response = send("GET", "/refusing", "Authorization", "Bearer " + secret);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"detail\":\"No such row.\"");
    }

    @Test
    void handlerThatThrowsIsAnswered500() throws Exception {
        assertThat(send("GET", "/broken", "Authorization", "Bearer " + secret).statusCode())
                .isEqualTo(500);
    }

    @Test
    void twoAuthorizationHeadersAreRefused() throws Exception {
        HttpResponse<String> response =
                send("GET", "/items/7", "Authorization", "Bearer " + secret, "Authorization", "Bearer " + secret);
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void endpointIsRegisteredAsWhatItIs() {
        GuardedHandler handler =
                GuardedHandler.of(faregate.guard(CredentialKind.API_TOKEN).build());
        Endpoint open = Endpoint.of("GET /page").open();
        Endpoint guarded = Endpoint.of("GET /page");
        assertThatThrownBy(() -> handler.on(open, (exchange, admitted) -> {}))
                .hasMessage("endpoint: GET /page is open (expected: by onOpen)");
        assertThatThrownBy(() -> handler.onOpen(guarded, (exchange, opened) -> {}))
                .hasMessage("endpoint: GET /page is not open (expected: made by open or openToSignIn)");
    }
}
