package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.RawAnswer;
import dev.faregate.blackbox.RawRequest;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import dev.faregate.http.Endpoint;
import dev.faregate.integration.grpc.GuardInterceptor;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The matrix as far as it is about methods with a name: {@code GET /literal} is a service {@code literal.GET} with one method. */
class GrpcMatrixTest extends MatrixSuite {

    private static final Set<Situation> APPLICABLE = Set.of(
            Situation.LITERAL,
            Situation.NEAR_MISS,
            Situation.FORWARDED,
            Situation.WIDE_GUARD_FIRST,
            Situation.STRICT_GUARD_FIRST,
            Situation.ASYNC,
            Situation.ERROR);

    GrpcMatrixTest() {
        super(new Grpc());
    }

    private static final class Grpc implements MatrixAdapter {

        @Override
        public String name() {
            return "gRPC";
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            if (!APPLICABLE.contains(situation)) {
                return Optional.of("a method of gRPC has a name, and neither path nor verb");
            }
            return requirement == Requirement.RESOURCE
                    ? Optional.of("a method of gRPC has no variables")
                    : Optional.empty();
        }

        @Override
        public String template(MatrixRoute route) {
            return route.template().replace("{base}", "adas").replace("{table}", "tables") + '.' + route.method()
                    + "/call";
        }

        @Override
        public Endpoint endpoint(MatrixRoute route, String path) {
            return Endpoint.ofRoute("POST", path);
        }

        @Override
        public Server start(MatrixApi api) throws Exception {
            GuardInterceptor guard = new GuardInterceptor(api.guard(), api.endpoints());
            GuardInterceptor wide = new GuardInterceptor(api.wideGuard(), api.wideEndpoints());
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (MatrixRoute route : MatrixRoute.values()) {
                if (api.serves(route)) {
                    List<ServerInterceptor> guards = switch (route) {
                        // The first one is asked last.
                        case WIDE_GUARD_FIRST -> List.of(guard, wide);
                        case STRICT_GUARD_FIRST -> List.of(wide, guard);
                        default -> List.of(guard);
                    };
                    String name = template(route).substring(1);
                    builder.addService(ServerInterceptors.intercept(service(api, route, name), guards));
                    if (route == MatrixRoute.NEAR_MISS) {
                        String other = name.replace("adas", "mallorys");
                        builder.addService(ServerInterceptors.intercept(service(api, route, other), guards));
                    }
                }
            }
            io.grpc.Server server = builder.build();
            guard.check(server.getServices());
            server.start();
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                    .usePlaintext()
                    .build();
            return new Server() {
                @Override
                public int port() {
                    return server.getPort();
                }

                @Override
                public RawAnswer send(RawRequest request) {
                    return Grpc.send(channel, request);
                }

                @Override
                public void close() throws Exception {
                    channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
                    server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
                }
            };
        }

        private static ServerServiceDefinition service(MatrixApi api, MatrixRoute route, String method) {
            return ServerServiceDefinition.builder(method.substring(0, method.lastIndexOf('/')))
                    .addMethod(
                            method(method),
                            ServerCalls.asyncUnaryCall(
                                    (String sent, StreamObserver<String> answers) -> answer(api, route, answers)))
                    .build();
        }

        private static void answer(MatrixApi api, MatrixRoute route, StreamObserver<String> answers) {
            if (route == MatrixRoute.OPEN) {
                answers.onNext(api.handleOpen(route));
                answers.onCompleted();
                return;
            }
            String text = api.handle(route, null, GuardInterceptor.CALLER::get);
            Runnable rest = () -> {
                answers.onNext(text);
                answers.onCompleted();
            };
            switch (route) {
                case ASYNC -> new Thread(rest).start();
                case ERROR -> answers.onError(Status.ABORTED.asRuntimeException());
                default -> rest.run();
            }
        }

        private static RawAnswer send(ManagedChannel channel, RawRequest request) {
            Metadata metadata = new Metadata();
            for (String line : request.headers()) {
                String[] parts = line.split(": ?", 2);
                metadata.put(
                        Metadata.Key.of(parts[0].toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER), parts[1]);
            }
            String path = request.target().replaceFirst("\\?.*", "").substring(1);
            try {
                String answer = ClientCalls.blockingUnaryCall(
                        io.grpc.ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
                        method(path + '.' + request.method() + "/call"),
                        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                        request.body());
                return new RawAnswer(200, answer);
            } catch (StatusRuntimeException failed) {
                return new RawAnswer(httpStatus(failed.getStatus().getCode()), failed.toString());
            }
        }

        private static int httpStatus(Status.Code code) {
            return switch (code) {
                case INVALID_ARGUMENT -> 400;
                case UNAUTHENTICATED -> 401;
                case PERMISSION_DENIED -> 403;
                case NOT_FOUND, UNIMPLEMENTED -> 404;
                case ABORTED -> 409;
                case RESOURCE_EXHAUSTED -> 429;
                default -> 500;
            };
        }

        private static MethodDescriptor<String, String> method(String name) {
            return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(name)
                    .build();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
