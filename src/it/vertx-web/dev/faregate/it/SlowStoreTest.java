package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.Authenticator;
import dev.faregate.http.Endpoints;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.integration.vertx.RouteGuard;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.lang.StackWalker.StackFrame;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;

/** A guard that waits for a store: what becomes of bodies, upgrades and clients meanwhile, and of the event loop. */
class SlowStoreTest {

    private static final String BODY = "body ".repeat(100_000);

    /** Waits as a driver of a database does. */
    private static final class SlowStore implements Authenticator {

        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private volatile CountDownLatch answers = new CountDownLatch(0);
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public boolean recognizes(String credential) {
            return true;
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            threads.add(Thread.currentThread().getName());
            asked.countDown();
            try {
                Thread.sleep(30);
                answers.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return Verification.accepted(VerifiedCallers.verified(
                    CredentialKind.API_TOKEN, credential, Owner.of("ada"), null, Permission.READ_WRITE, Scopes.none()));
        }
    }

    /** What everyone does on an event loop: loading classes, writing a log, handing work to other threads. */
    private static final List<String> BRIEF = List.of(
            "java.base/java.lang.ClassLoader",
            "org.slf4j",
            "java.base/java.util.concurrent.ThreadPoolExecutor.execute",
            "java.base/java.util.concurrent.ScheduledThreadPoolExecutor");

    /** Whatever of the library or of this test has blocked an event loop. */
    private static final List<String> BLOCKED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void noticeWhatBlocksAnEventLoop() {
        BlockHound.builder()
                .nonBlockingThreadPredicate(
                        others -> others.or(thread -> thread.getName().startsWith("vert.x-eventloop-thread")))
                .blockingMethodCallback(method -> {
                    List<String> stack = StackWalker.getInstance()
                            .walk(frames -> frames.map(StackFrame::toString)
                                    .dropWhile(frame -> !frame.startsWith("reactor.blockhound"))
                                    .toList());
                    if (stack.stream().anyMatch(frame -> frame.startsWith("dev.faregate"))
                            && stack.stream().noneMatch(frame -> BRIEF.stream().anyMatch(frame::startsWith))) {
                        BLOCKED.add(method + " in " + stack);
                    }
                })
                .install();
    }

    private final SlowStore store = new SlowStore();
    private final RequestGuard requestGuard = RequestGuard.builder(
                    RateLimiter.builder().limit(Limit.perHour(2)).build())
            .accept(store)
            .build();
    private final RouteGuard guard = RouteGuard.of(requestGuard, Endpoints.of());
    private final AtomicInteger runs = new AtomicInteger();
    private VertxServer server;

    @AfterEach
    void noEventLoopWasBlocked() throws Exception {
        server.close();
        assertThat(BLOCKED).isEmpty();
        assertThat(store.threads).isNotEmpty().allMatch(name -> name.startsWith("faregate-guard"));
    }

    private void start(Consumer<Router> routes) throws Exception {
        server = VertxServer.start(vertx -> {
            Router router = guard.before(Router.router(vertx));
            routes.accept(router);
            return router;
        });
    }

    private HttpResponse<String> post(String body) throws Exception {
        return Clients.send(server, "POST /rows", "good", body);
    }

    @Test
    void handlerRunsOnTheRequestsOwnEventLoop() throws Exception {
        start(router -> {
            router.route().handler(RouteGuard.passing(context -> {
                context.put("own", Vertx.currentContext());
                context.next();
            }));
            router.get("/rows").handler(context -> {
                Context own = context.get("own");
                context.end(Thread.currentThread().getName() + ' ' + (own == Vertx.currentContext()));
            });
        });
        assertThat(Clients.send(server, "GET /rows", "good", "").body())
                .startsWith("vert.x-eventloop-thread")
                .endsWith(" true");
    }

    @Test
    void blockingTheEventLoopWouldBeNoticed() throws Exception {
        start(router -> router.get("/rows").handler(context -> {
            try {
                Thread.sleep(1);
                context.end("rows");
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Clients.status(server, "GET /rows", "good")).isEqualTo(200);
        assertThat(BLOCKED).hasSize(1).first().asString().contains("java.lang.Thread.sleep");
        BLOCKED.clear();
    }

    @Test
    void bodyReachesAHandlerOfBodies() throws Exception {
        start(router -> router.post("/rows")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end(context.body().asString())));
        assertThat(post(BODY).body()).isEqualTo(BODY);
    }

    @Test
    void bodyReachesAHandlerThatReadsAtOnce() throws Exception {
        start(router ->
                router.post("/rows").handler(context -> context.request().body().onSuccess(context::end)));
        assertThat(post(BODY).body()).isEqualTo(BODY);
        assertThat(post("").body()).isEmpty();
    }

    @Test
    void bodyReachesAHandlerThatPausesAndReadsLater() throws Exception {
        start(router -> router.post("/rows").handler(context -> {
            context.request().pause();
            context.vertx().setTimer(100, late -> {
                context.request().bodyHandler(context::end);
                context.request().resume();
            });
        }));
        assertThat(post(BODY).body()).isEqualTo(BODY);
    }

    @Test
    void uploadsReachTheirHandler() throws Exception {
        start(router -> router.post("/rows").handler(context -> {
            context.request().setExpectMultipart(true).uploadHandler(upload -> {
                Buffer all = Buffer.buffer();
                upload.handler(all::appendBuffer)
                        .endHandler(end -> context.end(upload.filename() + ' ' + all.length()));
            });
        }));
        String sent = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + BODY + "\r\n--x--\r\n";
        assertThat(raw("POST /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: close\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: " + sent.length()
                        + "\r\n\r\n" + sent))
                .endsWith("a.txt " + BODY.length());
    }

    @Test
    void refusedBodyDoesNotStopTheConnection() throws Exception {
        start(router -> router.post("/rows")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end("read " + context.body().length())));
        for (int i = 0; i < 2; i++) {
            assertThat(post("x").statusCode()).isEqualTo(200);
        }
        String refused = "POST /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nContent-Length: "
                + BODY.length() + "\r\n\r\n" + BODY;
        String next = "POST /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer other\r\nConnection: close\r\n"
                + "Content-Length: 4\r\n\r\nnext";
        assertThat(raw(refused + next)).startsWith("HTTP/1.1 429").endsWith("read 4");
    }

    @Test
    void webSocketIsOpenedBehindTheGuardAlone() throws Exception {
        start(router -> router.get("/socket").handler(context -> {
            runs.incrementAndGet();
            context.request()
                    .toWebSocket()
                    .onSuccess(socket -> socket.textMessageHandler(text -> socket.writeTextMessage("secret " + text)));
        }));
        Vertx vertx = Vertx.vertx();
        try {
            WebSocketClient client = vertx.createWebSocketClient();
            WebSocketConnectOptions options = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(server.port())
                    .setURI("/socket");
            assertThat(client.connect(new WebSocketConnectOptions(options))
                            .toCompletionStage()
                            .handle((socket, failure) -> String.valueOf(failure))
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS))
                    .contains("401");
            assertThat(runs).hasValue(0);
            CompletableFuture<String> heard = new CompletableFuture<>();
            client.connect(options.putHeader("Authorization", "Bearer good"))
                    .onFailure(heard::completeExceptionally)
                    .onSuccess(socket -> {
                        socket.textMessageHandler(heard::complete);
                        socket.writeTextMessage("hello");
                    });
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("secret hello");
        } finally {
            vertx.close();
        }
    }

    @Test
    void clientThatGoesAwayTakesNoPermit() throws Exception {
        start(router -> router.get("/rows").handler(context -> {
            runs.incrementAndGet();
            context.end("rows");
        }));
        store.answers = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream()
                        .write("GET /rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(store.asked.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        Thread.sleep(300);
        store.answers.countDown();
        Thread.sleep(300);
        assertThat(runs).hasValue(0);
        assertThat(List.of(
                        Clients.status(server, "GET /rows", "good"),
                        Clients.status(server, "GET /rows", "good"),
                        Clients.status(server, "GET /rows", "good")))
                .containsExactly(200, 200, 429);
    }

    @Test
    void requestThatWasAnsweredMeanwhileRunsNoHandler() throws Exception {
        start(router -> {
            router.route().handler(TimeoutHandler.create(100, 503));
            router.get("/rows").handler(context -> {
                runs.incrementAndGet();
                context.end("rows");
            });
        });
        store.answers = new CountDownLatch(1);
        assertThat(Clients.status(server, "GET /rows", "good")).isEqualTo(503);
        store.answers.countDown();
        Thread.sleep(200);
        assertThat(runs).hasValue(0);
    }

    @Test
    void refusalOfAHandlerIsFormattedWithoutBlocking() throws Exception {
        start(router -> router.get("/rows").handler(context -> {
            throw new RefusedException(Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row."));
        }));
        HttpResponse<String> answer = Clients.send(server, "GET /rows", "good", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("No such row.");
        assertThat(answer.headers().allValues("X-RateLimit-Limit")).containsExactly("2");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
