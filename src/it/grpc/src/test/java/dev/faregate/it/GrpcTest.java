package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.grpc.GuardInterceptor;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.grpc.Attributes;
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
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetTopChannelsRequest;
import io.grpc.channelz.v1.GetTopChannelsResponse;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);
    private static final HealthCheckRequest REQUEST = HealthCheckRequest.getDefaultInstance();

    private static final Metadata.Key<String> PASSWORD = Metadata.Key.of("password", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> PASSWORD_SENT = Context.key("password");

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder()
                    .limit(Limit.perHour(3))
                    .limit("POST /grpc.channelz.v1.Channelz/GetTopChannels", Limit.perSecond(1_000))
                    .build())
            .build();
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private Server server;
    private ManagedChannel channel;

    /** Puts the password where the method finds it. */
    private static final class PasswordReader implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
            return Contexts.interceptCall(
                    Context.current().withValue(PASSWORD_SENT, metadata.get(PASSWORD)), call, metadata, next);
        }
    }

    /** Any service will do: this is one that gRPC comes with. */
    private final class Health extends HealthGrpc.HealthImplBase {

        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
            callers.add(GuardInterceptor.CALLER.get().owner().id());
            answers.onNext(serving());
            answers.onCompleted();
        }

        @Override
        public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
            for (int i = 0; i < 10; i++) {
                answers.onNext(serving());
            }
            answers.onCompleted();
        }

        private static HealthCheckResponse serving() {
            return HealthCheckResponse.newBuilder()
                    .setStatus(ServingStatus.SERVING)
                    .build();
        }
    }

    /** Another, for the open method. */
    private final class SignIn extends ChannelzGrpc.ChannelzImplBase {

        /** Signs in whoever has the right password, by {@code onError} or by an exception. */
        @Override
        public void getTopChannels(GetTopChannelsRequest request, StreamObserver<GetTopChannelsResponse> answers) {
            String password = PASSWORD_SENT.get();
            try {
                GuardInterceptor.signIn().attempt("ada", () -> checked(password));
            } catch (RefusedException refused) {
                if (password.equals("handed over")) {
                    answers.onError(refused);
                    return;
                }
                throw refused;
            }
            callers.add("signed in: " + GuardInterceptor.CALLER.get());
            answers.onNext(GetTopChannelsResponse.getDefaultInstance());
            answers.onCompleted();
        }

        private static String checked(String password) {
            if (!password.equals("right")) {
                throw new RefusedException(Problem.of(Problem.Kind.SIGN_IN_FAILED, "Wrong password."));
            }
            return "ada";
        }
    }

    @BeforeAll
    void start() throws Exception {
        Endpoints endpoints = Endpoints.of(
                Endpoint.ofRoute("POST", "grpc.health.v1.Health/Check").requiring(Permission.READ),
                Endpoint.ofRoute("POST", "grpc.health.v1.Health/Watch"),
                Endpoint.ofRoute("POST", "grpc.channelz.v1.Channelz/GetTopChannels")
                        .openToSignIn());
        GuardInterceptor interceptor =
                new GuardInterceptor(faregate.guard(CredentialKind.API_TOKEN).build(), endpoints);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .intercept(interceptor)
                .addService(new Health())
                .addService(ServerInterceptors.intercept(new SignIn(), new PasswordReader()))
                .build();
        interceptor.check(server.getServices());
        server.start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterAll
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
    }

    private String issue(String owner, Permission permission) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of(owner), permission))
                .orElseThrow()
                .secret();
    }

    private HealthGrpc.HealthBlockingStub stub(String... credentials) {
        Metadata metadata = new Metadata();
        for (String credential : credentials) {
            metadata.put(AUTHORIZATION, credential);
        }
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private StatusRuntimeException refusalOf(HealthGrpc.HealthBlockingStub stub) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> stub.check(REQUEST));
    }

    @Test
    void methodIsToldWhoCalls() {
        assertThat(stub("Bearer " + issue("ada", Permission.READ))
                        .check(REQUEST)
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(callers).contains("ada");
    }

    @Test
    void withoutAGoodCredentialACallIsUnauthenticated() {
        for (HealthGrpc.HealthBlockingStub stub : List.of(stub(), stub("Bearer fg_nobodyIssuedThis"))) {
            StatusRuntimeException refusal = refusalOf(stub);
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal.getTrailers().containsKey(RETRY_AFTER)).isFalse();
        }
    }

    @Test
    void twoCredentialsAreAnInvalidCall() {
        String good = "Bearer " + issue("bob", Permission.READ);
        assertThat(refusalOf(stub(good, good)).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(callers).doesNotContain("bob");
    }

    @Test
    void methodThatIsNotDeclaredIsRefused() {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Bearer " + issue("greta", Permission.READ_WRITE));
        for (Metadata sent : List.of(metadata, new Metadata())) {
            StatusRuntimeException refusal = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ChannelzGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent))
                            .getServers(GetServersRequest.getDefaultInstance()));
            assertThat(refusal.getStatus().getCode())
                    .isEqualTo(sent == metadata ? Status.Code.PERMISSION_DENIED : Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void declaredMethodThatNoServiceHasStopsTheStart() {
        GuardInterceptor mistyped = new GuardInterceptor(
                faregate.guard(CredentialKind.API_TOKEN).build(),
                Endpoints.of(
                        Endpoint.ofRoute("POST", "grpc.health.v1.Health/Chekc").requiring(Permission.READ_WRITE)));
        assertThatIllegalStateException()
                .isThrownBy(() -> mistyped.check(server.getServices()))
                .withMessageContainingAll("grpc.health.v1.Health/Chekc", "grpc.health.v1.Health/Check", "optional()");
    }

    @Test
    void methodNeedsToWriteUnlessItIsDeclaredOtherwise() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub("Bearer " + issue("carl", Permission.READ))
                        .watch(REQUEST)
                        .hasNext());
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void fourthCallIsRefusedBeforeItsMethodRunsAndTellsWhenToTryAgain() throws Exception {
        HealthGrpc.HealthBlockingStub stub = stub("Bearer " + issue("dora", Permission.READ));
        for (int i = 0; i < 3; i++) {
            stub.check(REQUEST);
        }
        StatusRuntimeException refusal = refusalOf(stub);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        long seconds = Long.parseLong(refusal.getTrailers().get(RETRY_AFTER));
        assertThat(seconds).isBetween(1_190L, 1_200L);
        com.google.rpc.Status details = StatusProto.fromThrowable(refusal);
        assertThat(details.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(details.getMessage()).isEqualTo(refusal.getStatus().getDescription());
        assertThat(details.getDetailsList()).hasSize(1);
        assertThat(details.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(seconds);
        assertThat(callers.stream().filter("dora"::equals)).hasSize(3);
    }

    @Test
    void answerCarriesTheLimit() {
        AtomicReference<Metadata> headers = new AtomicReference<>();
        stub("Bearer " + issue("emil", Permission.READ))
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .check(REQUEST);
        assertThat(headers.get().get(Metadata.Key.of("x-ratelimit-remaining", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("2");
    }

    @Test
    void streamTakesOnePermitHoweverLongItIs() {
        HealthGrpc.HealthBlockingStub stub = stub("Bearer " + issue("fred", Permission.READ_WRITE));
        for (int i = 0; i < 3; i++) {
            List<HealthCheckResponse> all = new ArrayList<>();
            stub.watch(REQUEST).forEachRemaining(all::add);
            assertThat(all).hasSize(10);
        }
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> stub.watch(REQUEST).hasNext());
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void wrongPasswordsAtAnOpenMethodAreLimited() throws Exception {
        // An address of its own, so that no other test is refused for these attempts.
        ManagedChannel client = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                    @Override
                    public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
                        return new InetSocketAddress("127.0.0.77", 0);
                    }
                })
                .usePlaintext()
                .build();
        try {
            assertThat(signIn(client, "right").getCode()).isEqualTo(Status.Code.OK);
            assertThat(callers).contains("signed in: null");
            List<Status> refusals = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                refusals.add(signIn(client, i % 2 == 0 ? "thrown" : "handed over"));
            }
            assertThat(refusals).allSatisfy(status -> {
                assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(status.getDescription()).isEqualTo("Wrong password.");
            });
            assertThat(signIn(client, "right").getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        } finally {
            client.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        }
    }

    private static Status signIn(ManagedChannel channel, String password) {
        Metadata metadata = new Metadata();
        metadata.put(PASSWORD, password);
        try {
            ChannelzGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .getTopChannels(GetTopChannelsRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }
}
