package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.Authenticator;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.MonotonicClock;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A guard on event loops that waits for a store. Shows what becomes of other requests, of bodies and of clients meanwhile. For
 * frameworks on Netty, which has two event loops for each processor.
 */
public abstract class SlowStoreSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Waits as the driver of a database does. */
    private static final class SlowStore implements Authenticator {

        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch answers = new CountDownLatch(1);

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public boolean recognizes(String credential) {
            return true;
        }

        @Override
        public boolean blocks() {
            return true;
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            threads.add(Thread.currentThread().getName());
            asked.incrementAndGet();
            try {
                answers.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return Verification.accepted(VerifiedCallers.verified(
                    CredentialKind.API_TOKEN, credential, Owner.of("ada"), null, Permission.READ_WRITE, Scopes.none()));
        }
    }

    private final Adapter adapter;
    private final Api api = new Api();
    private final SlowStore store = new SlowStore();
    private Adapter.Server server;

    protected SlowStoreSuite(Adapter adapter) {
        this.adapter = adapter;
    }

    private void start(RateLimiter limiter) throws Exception {
        server = adapter.start(
                RequestGuard.builder(limiter)
                        .accept(store)
                        .blockingPorts(32, PATIENCE)
                        .build(),
                api);
    }

    private void start(long permitsPerHour) throws Exception {
        start(RateLimiter.builder().limit(Limit.perHour(permitsPerHour)).build());
    }

    @AfterEach
    void stop() throws Exception {
        store.answers.countDown();
        server.close();
        assertThat(store.threads).allMatch(SlowStoreSuite::isTheGuards);
        assertThat(api.threads()).noneMatch(SlowStoreSuite::isTheGuards);
    }

    private static boolean isTheGuards(String thread) {
        return thread.startsWith("faregate-");
    }

    @Test
    void eventLoopsServeOtherRequestsWhileAStoreIsAsked() throws Exception {
        start(1_000);
        List<Socket> waiting = new ArrayList<>();
        try {
            int eventLoops = 2 * Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < 2 * eventLoops; i++) {
                waiting.add(send(
                        "GET /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n"));
            }
            awaitAsked(Math.min(32, waiting.size()));
            for (int i = 0; i < 2 * eventLoops; i++) {
                assertThat(answer(send("GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
                        .startsWith("HTTP/1.1 200");
            }
            assertThat(api.calls(Api.LIST)).isZero();
            store.answers.countDown();
            for (Socket each : waiting) {
                assertThat(answer(each)).startsWith("HTTP/1.1 200").contains("GET /rows for ada");
            }
        } finally {
            for (Socket each : waiting) {
                each.close();
            }
        }
        assertThat(store.threads).isNotEmpty();
    }

    @Test
    void bodyThatComesWhileAStoreIsAskedReachesItsHandler() throws Exception {
        start(1_000);
        String half = "half".repeat(10_000);
        try (Socket socket = send("POST /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n"
                + "Content-Type: text/plain\r\nConnection: close\r\nContent-Length: " + 2 * half.length() + "\r\n\r\n"
                + half)) {
            awaitAsked(1);
            store.answers.countDown();
            socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(socket)).startsWith("HTTP/1.1 201").contains(half + half);
        }
    }

    @Test
    void refusalOfAHandlerIsFormattedWhileAStoreIsAsked() throws Exception {
        store.answers.countDown();
        BucketStore local = BucketStore.inMemory(MonotonicClock.system(), 1_000);
        start(RateLimiter.builder().limit(Limit.perHour(1)).store(local::open).build());
        assertThat(answer(send("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
                        + "Connection: close\r\nContent-Length: 5\r\n\r\nwrong")))
                .startsWith("HTTP/1.1 400")
                .contains("Wrong password.");
        assertThat(answer(send(
                        "GET /missing HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 404")
                .containsOnlyOnce("X-RateLimit-Limit:")
                .contains("No such row.");
    }

    @Test
    void clientThatGoesAwayTakesNoPermit() throws Exception {
        start(1);
        try (Socket socket = send("GET /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n")) {
            awaitAsked(1);
        }
        Thread.sleep(500);
        store.answers.countDown();
        Thread.sleep(500);
        assertThat(api.calls(Api.LIST)).isZero();
        assertThat(answer(send(
                        "GET /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
    }

    private Socket send(String request) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis() / 2);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws Exception {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void awaitAsked(int times) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos() / 2;
        while (store.asked.get() < times && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(store.asked).hasValue(times);
    }
}
