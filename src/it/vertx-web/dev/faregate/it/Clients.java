package dev.faregate.it;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A guard with three requests an hour at each endpoint, and clients of it. */
final class Clients {

    static final int PERMITS = 3;
    static final Scopes SCOPE = Scopes.of("admin");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final AtomicInteger names = new AtomicInteger();
    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perHour(PERMITS)).build())
            .build();
    final RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();

    /** May do all in the base of ada. */
    final String admin = issue(request("admin").withScopes(SCOPE));

    /** Has no scope. */
    final String other = issue(request("other"));

    private static ApiTokenRequest request(String name) {
        return ApiTokenRequest.of(name, Owner.of("ada"), Permission.READ_WRITE).forResource(Resource.of("adas"));
    }

    /** With a bucket of its own. */
    String newAdmin() {
        return issue(request("admin-" + names.incrementAndGet()).withScopes(SCOPE));
    }

    private String issue(ApiTokenRequest request) {
        return faregate.tokenIssuer().issue(request).orElseThrow().secret();
    }

    static HttpResponse<String> send(VertxServer server, String methodAndPath, String token, String body)
            throws Exception {
        String[] parts = methodAndPath.split(" ");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + parts[1]))
                .timeout(Duration.ofSeconds(20))
                .method(parts[0], body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    static int status(VertxServer server, String methodAndPath, String token) throws Exception {
        return send(server, methodAndPath, token, "").statusCode();
    }
}
