package dev.faregate.integration.grpc;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guard sees of a call: gRPC is {@code POST} over HTTP/2, its metadata are the headers.
 *
 * @param call the call
 * @param metadata its metadata
 * @param checks what guards have decided of it
 */
record CallView(ServerCall<?, ?> call, Metadata metadata, RequestChecks checks) implements RequestView {

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String rawPath() {
        return '/' + call.getMethodDescriptor().getFullMethodName();
    }

    @Override
    public List<String> header(String name) {
        if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            return List.of();
        }
        Iterable<String> values = metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        List<String> all = new ArrayList<>();
        if (values != null) {
            values.forEach(all::add);
        }
        return all;
    }

    /** Null on a Unix socket, and within the process. */
    @Override
    public @Nullable String remoteAddress() {
        if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote) {
            return remote.isUnresolved()
                    ? remote.getHostString()
                    : remote.getAddress().getHostAddress();
        }
        return null;
    }

    @Override
    public @Nullable String host() {
        return call.getAuthority();
    }

    /** Leaves the metadata out: the credential is among them. */
    @Override
    public String toString() {
        return "CallView[" + rawPath() + "]";
    }
}
