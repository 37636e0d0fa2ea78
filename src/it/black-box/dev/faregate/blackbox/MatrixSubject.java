package dev.faregate.blackbox;

import dev.faregate.Faregate;
import dev.faregate.apitoken.Quota;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The matrix's application, served by one adapter at the root or below a context path. Each endpoint that the matrix is about has
 * five permits a second, by a clock that stands still; all else has a thousand, so that a wrong limit name is seen.
 */
final class MatrixSubject implements AutoCloseable {

    static final int PERMITS = 5;

    final HandClock clock = new HandClock();
    final MatrixClients clients;
    final MatrixApi api;
    private final MatrixAdapter.Server server;

    MatrixSubject(MatrixAdapter adapter, String contextPath) throws Exception {
        RateLimiter.Builder limits =
                RateLimiter.builder().limit(Limit.perSecond(1_000)).clock(clock);
        Stream.of(MatrixRoute.values())
                .filter(route -> route.requires() || route.isOpen())
                .filter(route -> MatrixApi.serves(adapter, route))
                .flatMap(route -> limitNames(adapter, contextPath, route))
                .forEach(name -> limits.limit(name, Limit.perSecond(PERMITS)));
        // The clients of all cells are bound to one resource.
        Faregate faregate = Faregate.builder()
                .clock(clock)
                .quota(Quota.unlimited())
                .rateLimiter(limits.build())
                .build();
        this.clients = new MatrixClients(faregate);
        this.api = new MatrixApi(adapter, contextPath, guard(faregate), guard(faregate));
        this.server = adapter.start(api);
    }

    private static RequestGuard guard(Faregate faregate) {
        return faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .build();
    }

    /** Of an endpoint for any method one for each. */
    private static Stream<String> limitNames(MatrixAdapter adapter, String contextPath, MatrixRoute route) {
        String name = MatrixApi.endpoint(adapter, contextPath, route).limitName();
        return name.startsWith(MatrixRoute.ANY)
                ? List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "OTHER").stream()
                        .map(method -> method + name.substring(MatrixRoute.ANY.length()))
                : Stream.of(name);
    }

    RawAnswer send(RawRequest request) throws Exception {
        return server.send(request);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
