package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.http.TrustedProxies;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A flood of well-formed junk tokens from one address, over HTTP and PostgreSQL, and who is served beside it. */
class JunkFloodTest {

    private static final String FLOODING = "203.0.113.66";
    private static final String HONEST = "198.51.100.7";
    private static final int THREADS = 400;
    private static final int FLOOD = 350;

    private final AtomicInteger lookups = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private final HikariDataSource pool = TestPostgres.pool(TestPostgres.dataSource(TestPostgres.newDatabase("")), 10);
    private final JdbcStores stores;
    private final Faregate faregate;
    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task);
                started.add(thread);
                return thread;
            });
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final SecureRandom random = new SecureRandom();
    private int issued;

    JunkFloodTest() throws Exception {
        JdbcStores.postgres(pool).createSchema();
        this.stores = JdbcStores.postgres(counted(pool)).open();
        this.faregate = Faregate.builder()
                .apiTokenStore(stores.apiTokens())
                .apiTokens(settings -> settings.lookupClock(clock))
                .rateLimiter(
                        RateLimiter.builder().limit(Limit.perSecond(1_000_000)).build())
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    }

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.createContext(
                "/",
                GuardedHandler.of(faregate.guard(CredentialKind.API_TOKEN)
                                .trustedProxies(TrustedProxies.xForwardedFor("127.0.0.1"))
                                .unlimitedFailures()
                                .build())
                        .on("GET /rows", (exchange, admitted) -> {
                            exchange.sendResponseHeaders(200, -1);
                            exchange.close();
                        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        stores.close();
        pool.close();
    }

    /** Counts the statements that look API tokens up by their digests. */
    private DataSource counted(DataSource counted) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(counted, arguments);
                    return result instanceof Connection connection ? counted(connection) : result;
                });
    }

    private Connection counted(Connection counted) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && arguments[0].toString().contains("faregate_api_token t WHERE t.digest IN")) {
                        lookups.incrementAndGet();
                    }
                    try {
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private CompletableFuture<HttpResponse<Void>> get(String secret, String address) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/rows"))
                .header("Authorization", "Bearer " + secret)
                .header("X-Forwarded-For", address)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    private static HttpResponse<Void> answer(CompletableFuture<HttpResponse<Void>> response) throws Exception {
        return response.get(30, TimeUnit.SECONDS);
    }

    private String issue() {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export " + ++issued, Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
    }

    private String junk() {
        return TokenFormat.prefixed("fg").generate(random);
    }

    /** Sends junk that waits on the server: time stands still, and what may follow each other at once is used up. */
    private List<CompletableFuture<HttpResponse<Void>>> waitingFlood() throws Exception {
        while (lookups.get() < 10) {
            assertThat(answer(get(junk(), FLOODING)).statusCode()).isEqualTo(401);
        }
        List<CompletableFuture<HttpResponse<Void>>> flood = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            flood.add(get(junk(), FLOODING));
        }
        awaitWaiting(FLOOD);
        assertThat(flood).noneMatch(CompletableFuture::isDone);
        return flood;
    }

    /** Waits until so many requests are held by the server, and each of its threads waits. */
    private void awaitWaiting(int requests) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (threads.getActiveCount() < requests
                || started.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void floodDelaysNeitherSeenTokensNorOtherAddressesAndSparesTheDatabase() throws Exception {
        String seen = issue();
        assertThat(answer(get(seen, FLOODING)).statusCode()).isEqualTo(200);
        List<CompletableFuture<HttpResponse<Void>>> flood = waitingFlood();
        assertThat(lookups).hasValue(10);
        for (int i = 0; i < 50; i++) {
            assertThat(answer(get(seen, FLOODING)).statusCode()).isEqualTo(200);
        }
        CompletableFuture<HttpResponse<Void>> own = get(issue(), FLOODING);
        CompletableFuture<HttpResponse<Void>> other = get(issue(), HONEST);
        awaitWaiting(FLOOD + 2);
        // The seen token had a statement for each request, all others none.
        assertThat(lookups).hasValue(60);
        clock.advance(Duration.ofMillis(12));
        assertThat(answer(other).statusCode()).isEqualTo(200);
        assertThat(lookups).hasValue(61);
        clock.advance(Duration.ofMillis(12));
        assertThat(answer(own).statusCode()).isEqualTo(200);
        assertThat(lookups).hasValue(62);
        for (CompletableFuture<HttpResponse<Void>> junk : flood) {
            assertThat(answer(junk).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void newTokenOfTheFloodingAddressThatGetsNoTurnIsAnswered503WithRetryAfterAndIsFoundLater() throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> flood = waitingFlood();
        String secret = issue();
        CompletableFuture<HttpResponse<Void>> own = get(secret, FLOODING);
        awaitWaiting(FLOOD + 1);
        clock.advance(Duration.ofSeconds(2));
        HttpResponse<Void> unavailable = answer(own);
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).contains("5");
        for (CompletableFuture<HttpResponse<Void>> junk : flood) {
            assertThat(answer(junk).statusCode()).isEqualTo(503);
        }
        assertThat(lookups).hasValue(10);
        assertThat(answer(get(secret, FLOODING)).statusCode()).isEqualTo(200);
    }
}
