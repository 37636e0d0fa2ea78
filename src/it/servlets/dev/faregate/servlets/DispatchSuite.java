package dev.faregate.servlets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.MadeUp;
import dev.faregate.blackbox.RawHttp;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request meets on its way through a container: other filters, and servlets that send it on. */
public abstract class DispatchSuite {

    private final Container container;
    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perDay(5)).build())
            .build();
    private final RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
    private final DispatchedApplication application = new DispatchedApplication(guard, guard);
    private final String reader = token("reader");
    private final String admin = token("admin", "admin");
    private Adapter.Server server;
    private String at = "";

    protected DispatchSuite(Container container) {
        this.container = container;
    }

    private String token(String owner, String... scopes) {
        return "Authorization: Bearer "
                + faregate.tokenIssuer()
                        .issue(ApiTokenRequest.of("test", Owner.of(owner), Permission.READ_WRITE)
                                .withScopes(Scopes.of(scopes)))
                        .orElseThrow()
                        .secret();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String send(String methodAndPath, String... headerLines) throws Exception {
        if (server == null) {
            server = container.start(at, application);
        }
        String lines = String.join("\r\n", headerLines);
        return RawHttp.exchange(
                server.port(),
                methodAndPath.replaceFirst(" ", " " + at) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + lines + (lines.isEmpty() ? "" : "\r\n") + "\r\n");
    }

    private int status(String methodAndPath, String... headerLines) throws Exception {
        return RawHttp.status(send(methodAndPath, headerLines));
    }

    @ParameterizedTest
    @CsvSource({"'', /public", "/app, /public", "/app, /app/public"})
    void forwardedPrefixMovesNoRequestPastTheGuard(String contextPath, String prefix) throws Exception {
        at = contextPath;
        String header = "X-Forwarded-Prefix: " + prefix;
        assertThat(status("GET /rows", header)).isEqualTo(401);
        assertThat(application.ran()).isEmpty();
        assertThat(status("GET /rows", header, reader)).isEqualTo(200);
        assertThat(application.ran()).containsExactly("rows for reader");
        assertThat(status("GET /public/file", header)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 192.0.2.", "Forwarded: for=192.0.2."})
    void madeUpAddressesGetNoFurtherAttempts(String header) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(status("GET /rows", "Authorization: Bearer " + MadeUp.apiToken(), header + i))
                    .isEqualTo(401);
        }
        assertThat(status("GET /rows", "Authorization: Bearer " + MadeUp.apiToken(), header + 99))
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "async"})
    void whatIsSentOnIsCheckedForWhereItGoes(String way) throws Exception {
        String path = "GET /send/" + way + "?to=/admin/wipe";
        assertThat(status(path)).isEqualTo(401);
        assertThat(status(path, reader)).isEqualTo(403);
        assertThat(status("GET /send/" + way + "?to=/nowhere")).isEqualTo(401);
        assertThat(status("GET /send/" + way + "?to=/nowhere", reader)).isEqualTo(404);
        assertThat(application.ran()).isEmpty();
        assertThat(send(path, admin)).contains("200").endsWith("wipe for admin.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "async"})
    void whatIsSentOnTakesThePermitsOfWhereItGoes(String way) throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(status("GET /send/" + (i % 2 == 0 ? "forward" : way) + "?to=/rows", reader))
                    .isEqualTo(200);
        }
        assertThat(status("GET /rows", reader)).isEqualTo(429);
        assertThat(application.ran()).hasSize(5);
    }

    @Test
    void includeThatIsRefusedIsLeftOut() throws Exception {
        String path = "GET /send/include?to=/admin/part";
        assertThat(send(path)).contains(" 200 ").endsWith("before.after.");
        assertThat(send(path, reader)).contains(" 200 ").endsWith("before.after.");
        assertThat(application.ran()).isEmpty();
        assertThat(send(path, admin)).endsWith("before.part for admin.after.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include"})
    void pagesThatNoClientCanAskForAreThere(String way) throws Exception {
        assertThat(send("GET /send/" + way + "?to=/WEB-INF/page")).contains(" 200 ", "page for nobody.");
        assertThat(status("GET /WEB-INF/page", admin)).isEqualTo(404);
        assertThat(application.ran()).containsOnlyOnce("page for nobody");
    }

    @Test
    void errorPagesAreThere() throws Exception {
        assertThat(send("GET /send/error")).contains(" 409 ", "error for nobody.");
    }

    @Test
    void secondFilterChecksWhatItDeclares() throws Exception {
        assertThat(status("POST /admin/wipe", "Content-Length: 0")).isEqualTo(401);
        assertThat(status("POST /admin/wipe", "Content-Length: 0", reader)).isEqualTo(403);
        assertThat(application.ran()).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(status("POST /admin/wipe", "Content-Length: 0", admin)).isEqualTo(200);
        }
        assertThat(status("POST /admin/wipe", "Content-Length: 0", admin)).isEqualTo(429);
        assertThat(application.ran())
                .isEqualTo(List.of(
                        "wipe for admin", "wipe for admin", "wipe for admin", "wipe for admin", "wipe for admin"));
    }

    @Test
    void methodThatIsNotDeclaredIsNotAllowed() throws Exception {
        assertThat(status("DELETE /rows")).isEqualTo(401);
        assertThat(send("DELETE /rows", reader)).contains(" 405 ").containsIgnoringCase("Allow: GET, HEAD");
        assertThat(status("BREW /rows", reader)).isIn(405, 501);
        assertThat(application.ran()).isEmpty();
        assertThat(status("BREW /admin/wipe", admin)).isIn(200, 501);
    }

    @Test
    void webSocketNeedsWhatItsPathDeclares() throws Exception {
        assertThat(handshake("")).isEqualTo(401);
        assertThat(handshake(reader + "\r\n")).isEqualTo(403);
        assertThat(handshake(admin + "\r\n")).isEqualTo(101);
    }

    /** The status of the answer to a web socket's handshake. */
    private int handshake(String headerLine) throws Exception {
        server = server == null ? container.start(at, application) : server;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            String handshake =
                    "GET /socket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
                            + headerLine
                            + "\r\n";
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            return RawHttp.status(new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII));
        }
    }
}
