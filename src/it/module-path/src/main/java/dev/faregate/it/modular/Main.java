package dev.faregate.it.modular;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Prints where it listens and an API token, and serves until its input ends. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws IOException {
        Faregate faregate = Faregate.builder()
                .rateLimiter(RateLimiter.builder().limit(Limit.perHour(2)).build())
                .build();
        RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        GuardedHandler handler = GuardedHandler.of(guard).on("GET /rows", (exchange, admitted) -> {
            byte[] body = admitted.caller().owner().id().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        handler.addTo(server, "/");
        server.start();
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("modular", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        System.out.println(server.getAddress().getPort() + " " + secret + " "
                + Faregate.class.getModule().getName());
        while (System.in.read() >= 0) {
            // Only the end of the input counts.
        }
        server.stop(0);
    }
}
