package dev.faregate.it.webflux.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Authenticator;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.blockhound.BlockHound;

/** A store that blocks, as one over JDBC does, under BlockHound: no thread that must not wait does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockingStoreTest {

    private static final List<Throwable> BLOCKED = new CopyOnWriteArrayList<>();

    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private Faregate faregate;
    private Shop shop;

    @BeforeAll
    void start() {
        BlockHound.builder()
                .loadIntegrations()
                .blockingMethodCallback(method -> BLOCKED.add(new IllegalStateException(method.toString())))
                .install();
        RateLimiter limiter = RateLimiter.builder().limit(Limit.perDay(5)).build();
        faregate = Faregate.builder().rateLimiter(limiter).build();
        RequestGuard guard = RequestGuard.builder(limiter)
                .accept(new Slow(Authenticator.of(faregate.tokenIssuer())))
                .build();
        RouterFunction<ServerResponse> careless = RouterFunctions.route()
                .GET("/careless", request -> {
                    sleep(1);
                    return ServerResponse.ok().build();
                })
                .build();
        shop = Shop.start(beans -> {
            beans.registerBean(Faregate.class, () -> faregate);
            beans.registerBean(RequestGuard.class, () -> guard);
            beans.registerBean("careless", RouterFunction.class, () -> careless);
        });
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    @BeforeEach
    void forget() throws Exception {
        // The first request loads classes, which reads files.
        shop.get("/rows/7", shop.issue("warm"));
        BLOCKED.clear();
    }

    /** The control: a handler that blocks is seen. */
    @Test
    void blockHoundIsAtWork() throws Exception {
        assertThat(shop.get("/careless", shop.issue("ada")).statusCode()).isEqualTo(200);
        assertThat(BLOCKED).isNotEmpty();
    }

    @Test
    void noEventLoopWaitsForAStore() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String token = shop.issue("owner " + i);
            for (int j = 0; j < 6; j++) {
                answers.add(sendLater("/rows/7", token));
            }
            answers.add(sendLater("/nothing", token));
            answers.add(sendLater("/rows/7", "fg_nobodyIssuedThis" + i));
        }
        int[] statuses = answers.stream()
                .mapToInt(answer -> answer.join().statusCode())
                .sorted()
                .toArray();
        assertThat(statuses).hasSize(80);
        assertThat(statuses).containsOnly(200, 401, 404, 429);
        assertThat(count(statuses, 200)).as("five for each owner").isEqualTo(50);
        assertThat(BLOCKED).isEmpty();
    }

    private static long count(int[] statuses, int status) {
        return java.util.Arrays.stream(statuses).filter(each -> each == status).count();
    }

    private CompletableFuture<HttpResponse<String>> sendLater(String path, String token) {
        return shop.client()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shop.port() + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void handlerRunsOnNoThreadOfTheGuard() throws Exception {
        assertThat(shop.get("/rows/7", shop.issue("bob")).statusCode()).isEqualTo(200);
        assertThat(ShopApplication.THREAD.get()).doesNotContain("faregate");
    }

    @Test
    void clientThatGoesAwayTakesNoPermit() throws Exception {
        String token = shop.issue("carl");
        answering = new CountDownLatch(1);
        int before = asked.get();
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
                socket.getOutputStream()
                        .write(("GET /rows/7 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                while (asked.get() == before + i) {
                    sleep(1);
                }
            }
        }
        // For the server to see that they have gone.
        sleep(300);
        answering.countDown();
        assertThat(shop.statuses(6, "GET", "/rows/7", token)).containsExactly(200, 200, 200, 200, 200, 429);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers after some milliseconds, and when it may. */
    private final class Slow implements Authenticator {

        private final Authenticator inner;

        Slow(Authenticator inner) {
            this.inner = inner;
        }

        @Override
        public CredentialKind kind() {
            return inner.kind();
        }

        @Override
        public boolean recognizes(String credential) {
            return inner.recognizes(credential);
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            asked.incrementAndGet();
            sleep(10);
            try {
                assertThat(answering.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return inner.authenticate(credential);
        }
    }
}
