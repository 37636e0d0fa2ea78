package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Authenticator;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.integration.grpc.GuardInterceptor;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls whose verdict comes later, of a server that runs everything on the transport's threads; and of two interceptors. */
class HeldCallTest {

    private static final Context.Key<String> OUTER = Context.key("outer");
    private static final String CHECK = "grpc.health.v1.Health/Check";
    private static final HealthCheckRequest REQUEST = HealthCheckRequest.getDefaultInstance();

    private final RateLimiter limiter =
            RateLimiter.builder().limit(Limit.perDay(3)).build();
    private final Faregate faregate = Faregate.builder().rateLimiter(limiter).build();
    private final CountDownLatch verdict = new CountDownLatch(1);
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<?>> asked = new CopyOnWriteArrayList<>();
    private Server server;
    private ManagedChannel channel;

    /** Is asked over a network, so to say, and answers when the test says so. */
    private final class Slow implements Authenticator {

        private final Authenticator tokens = Authenticator.of(faregate.tokenIssuer());

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public boolean recognizes(String credential) {
            return tokens.recognizes(credential);
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            throw new AssertionError("on the transport's thread");
        }

        @Override
        public CompletionStage<Verification<Caller>> authenticateAsync(String credential, Executor blocking) {
            CompletableFuture<Verification<Caller>> answer = new CompletableFuture<>();
            asked.add(answer);
            new Thread(
                            () -> {
                                try {
                                    verdict.await();
                                    answer.complete(tokens.authenticate(credential));
                                } catch (InterruptedException impossible) {
                                    answer.completeExceptionally(impossible);
                                }
                            },
                            "store")
                    .start();
            return answer;
        }
    }

    private final class Health extends HealthGrpc.HealthImplBase {

        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
            ran.add(GuardInterceptor.CALLER.get().owner().id() + " behind " + OUTER.get());
            if (request.getService().equals("broken")) {
                throw new IllegalStateException("planted");
            }
            answers.onNext(HealthCheckResponse.getDefaultInstance());
            answers.onCompleted();
        }
    }

    private static final class Outer implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
            return Contexts.interceptCall(Context.current().withValue(OUTER, "outer"), call, metadata, next);
        }
    }

    /** Runs when a call goes on; where its messages are handed over, gRPC decides. */
    private final class Inner implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
            begun.add(GuardInterceptor.CALLER.get().owner().id() + " on "
                    + Thread.currentThread().getName());
            return next.startCall(call, metadata);
        }
    }

    /** With interceptors in the order in which they are asked. */
    private void start(ServerInterceptor... interceptors) throws Exception {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(ServerInterceptors.intercept(new Health(), new Inner()));
        for (int i = interceptors.length - 1; i >= 0; i--) {
            builder.intercept(interceptors[i]);
        }
        server = builder.intercept(new Outer()).build().start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        verdict.countDown();
        channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
    }

    private GuardInterceptor slow(Executor... executor) {
        RequestGuard guard = RequestGuard.builder(limiter).accept(new Slow()).build();
        Endpoints endpoints = Endpoints.of(Endpoint.ofRoute("POST", CHECK));
        return executor.length == 0
                ? new GuardInterceptor(guard, endpoints)
                : new GuardInterceptor(guard, endpoints, executor[0]);
    }

    private GuardInterceptor requiring(RequestGuard guard, String... scopes) {
        Endpoint check = Endpoint.ofRoute("POST", CHECK);
        return new GuardInterceptor(
                guard, Endpoints.of(scopes.length == 0 ? check : check.requiring(Scopes.of(scopes))));
    }

    private HealthGrpc.HealthFutureStub stub(String owner, String... scopes) {
        Metadata metadata = new Metadata();
        metadata.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer "
                        + faregate.tokenIssuer()
                                .issue(ApiTokenRequest.of("test", Owner.of(owner), Permission.READ_WRITE)
                                        .withScopes(Scopes.of(scopes)))
                                .orElseThrow()
                                .secret());
        return HealthGrpc.newFutureStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static Status.Code codeOf(Future<?> answer) throws Exception {
        try {
            answer.get(20, TimeUnit.SECONDS);
            return Status.Code.OK;
        } catch (ExecutionException failed) {
            return ((StatusRuntimeException) failed.getCause()).getStatus().getCode();
        }
    }

    private void awaitAsked(int calls) throws Exception {
        for (int i = 0; i < 2_000 && asked.size() < calls; i++) {
            Thread.sleep(10);
        }
        assertThat(asked).hasSize(calls);
    }

    /** Sends a call that is held back until {@link #verdict}. */
    private Future<?> held(HealthGrpc.HealthFutureStub stub, HealthCheckRequest request) throws Exception {
        Future<?> call = stub.check(request);
        awaitAsked(1);
        // One connection has one thread: this one is not asked about while the first one keeps that.
        stub("other").check(REQUEST);
        awaitAsked(2);
        assertThat(begun).isEmpty();
        verdict.countDown();
        return call;
    }

    @Test
    void callIsHeldBackAndNoTransportThreadWaits() throws Exception {
        start(slow());
        assertThat(codeOf(held(stub("ada"), REQUEST))).isEqualTo(Status.Code.OK);
        assertThat(ran).contains("ada behind outer");
        assertThat(begun).contains("ada on faregate-grpc");
    }

    @Test
    void callGoesOnOnTheExecutorThatIsGiven() throws Exception {
        start(slow(task -> new Thread(task, "mine").start()));
        assertThat(codeOf(held(stub("ada"), REQUEST))).isEqualTo(Status.Code.OK);
        assertThat(begun).contains("ada on mine");
    }

    @Test
    void executorThatIsFullEndsTheCall() throws Exception {
        start(slow(task -> {
            throw new RejectedExecutionException("planted");
        }));
        assertThat(codeOf(held(stub("ada"), REQUEST))).isEqualTo(Status.Code.UNKNOWN);
        assertThat(begun).noneMatch(call -> call.startsWith("ada "));
    }

    @Test
    void heldCallIsRefusedAndLimitedLikeAnyOther() throws Exception {
        start(slow());
        verdict.countDown();
        HealthGrpc.HealthFutureStub stub = stub("ada");
        for (int i = 0; i < 3; i++) {
            assertThat(codeOf(stub.check(REQUEST))).isEqualTo(Status.Code.OK);
        }
        assertThat(codeOf(stub.check(REQUEST))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(ran).hasSize(3);
    }

    @Test
    void methodThatThrowsEndsAHeldCallAsAnyOther() throws Exception {
        start(slow());
        HealthCheckRequest broken =
                HealthCheckRequest.newBuilder().setService("broken").build();
        assertThat(codeOf(held(stub("ada"), broken))).isEqualTo(Status.Code.UNKNOWN);
        assertThat(ran).contains("ada behind outer");
    }

    @Test
    void callThatIsCancelledTakesNoPermit() throws Exception {
        start(slow());
        HealthGrpc.HealthFutureStub stub = stub("ada");
        List<Future<?>> cancelled = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cancelled.add(stub.check(REQUEST));
        }
        awaitAsked(3);
        cancelled.forEach(call -> call.cancel(true));
        // Over the same connection, and so behind the cancellations.
        Future<?> other = stub("bob").check(REQUEST);
        awaitAsked(4);
        verdict.countDown();
        assertThat(codeOf(other)).isEqualTo(Status.Code.OK);
        for (int i = 0; i < 3; i++) {
            assertThat(codeOf(stub.check(REQUEST))).as("call %d", i).isEqualTo(Status.Code.OK);
        }
        assertThat(ran).hasSize(4);
    }

    @Test
    void secondInterceptorChecksWhatItDeclaresAndTakesNoFurtherPermit() throws Exception {
        RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
        start(requiring(guard), requiring(guard, "admin"));
        assertThat(codeOf(stub("reader").check(REQUEST))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(ran).isEmpty();
        HealthGrpc.HealthFutureStub admin = stub("admin", "admin");
        for (int i = 0; i < 3; i++) {
            assertThat(codeOf(admin.check(REQUEST))).isEqualTo(Status.Code.OK);
        }
        assertThat(codeOf(admin.check(REQUEST))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(ran).hasSize(3);
    }
}
