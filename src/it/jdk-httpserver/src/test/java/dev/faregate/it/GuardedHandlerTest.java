package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.blackbox.RawHttp;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.integration.httpserver.GuardedHandler.EndpointHandler;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints of any method, and handlers behind one another. */
class GuardedHandlerTest {

    private static final Scopes ADMIN = Scopes.of("admin");

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perDay(5)).build())
            .build();
    private final RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
    private final String reader = token("reader", Permission.READ);
    private final String admin = token("admin", Permission.READ_WRITE, "admin");
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private HttpServer server;

    private String token(String owner, Permission permission, String... scopes) {
        return "Authorization: Bearer "
                + faregate.tokenIssuer()
                        .issue(ApiTokenRequest.of("test", Owner.of(owner), permission)
                                .withScopes(Scopes.of(scopes)))
                        .orElseThrow()
                        .secret();
    }

    @BeforeEach
    void start() throws IOException {
        EndpointHandler handler = (exchange, admitted) -> {
            ran.add(exchange.getRequestMethod() + " for "
                    + admitted.caller().owner().id());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        };
        GuardedHandler strict =
                GuardedHandler.of(guard).on(Endpoint.anyMethod("/wipe").requiring(ADMIN), handler);
        GuardedHandler wide = GuardedHandler.of(guard)
                .on("GET /rows", handler)
                .on(Endpoint.anyMethod("/any"), handler)
                .on(Endpoint.of("DELETE /any").requiring(ADMIN), handler)
                .on(Endpoint.anyMethod("/wipe"), (exchange, admitted) -> strict.handle(exchange));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", wide);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String send(String methodAndPath, String... headerLines) throws Exception {
        String lines = headerLines.length == 0 ? "" : String.join("\r\n", headerLines) + "\r\n";
        return RawHttp.exchange(
                server.getAddress().getPort(),
                methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + lines + "\r\n");
    }

    private int status(String methodAndPath, String... headerLines) throws Exception {
        return RawHttp.status(send(methodAndPath, headerLines));
    }

    @Test
    void methodThatIsNotDeclaredIsNotAllowed() throws Exception {
        for (String method : List.of("POST", "DELETE", "OPTIONS", "TRACE", "BREW")) {
            assertThat(status(method + " /rows")).as(method).isEqualTo(401);
        }
        assertThat(send("DELETE /rows", reader)).contains(" 405 ").containsIgnoringCase("Allow: GET, HEAD");
        assertThat(ran).isEmpty();
    }

    @Test
    void anyMethodNeedsToWriteUnlessItReads() throws Exception {
        for (String method : List.of("POST", "PUT", "TRACE", "BREW")) {
            assertThat(status(method + " /any")).as(method).isEqualTo(401);
            assertThat(status(method + " /any", reader)).as(method).isEqualTo(403);
        }
        assertThat(ran).isEmpty();
        assertThat(status("GET /any", reader)).isEqualTo(204);
        assertThat(status("BREW /any", admin)).isEqualTo(204);
        assertThat(ran).containsExactly("GET for reader", "BREW for admin");
    }

    @Test
    void endpointOfOneMethodIsPreferredToThatOfAny() throws Exception {
        String writer = token("writer", Permission.READ_WRITE);
        assertThat(status("POST /any", writer)).isEqualTo(204);
        assertThat(status("DELETE /any", writer)).isEqualTo(403);
        assertThat(status("DELETE /any", admin)).isEqualTo(204);
    }

    @Test
    void handlerBehindAHandlerChecksWhatItDeclaresAndTakesNoFurtherPermit() throws Exception {
        assertThat(status("GET /wipe", reader)).isEqualTo(403);
        assertThat(ran).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(status("POST /wipe", admin)).isEqualTo(204);
        }
        assertThat(status("POST /wipe", admin)).isEqualTo(429);
        assertThat(ran).hasSize(5);
    }
}
