package dev.faregate.integration.grpc;

import dev.faregate.http.ResponseHeaders;
import dev.faregate.http.Verdict;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Locale;
import java.util.Set;

/** An answer of HTTP in the words of gRPC. */
record Refusal(Status status, Metadata trailers) {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /** What is about the body of an answer of HTTP, and would be wrong of gRPC's. */
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "cache-control");

    static Refusal of(Verdict verdict) {
        if (!(verdict instanceof Verdict.Answered answered)) {
            return new Refusal(Status.UNIMPLEMENTED.withDescription("There is no CORS here."), new Metadata());
        }
        Status status = status(answered.status());
        Metadata trailers = new Metadata();
        write(answered.headers(), trailers);
        String retryAfter = answered.headers().get("Retry-After");
        if (retryAfter != null) {
            trailers.put(
                    DETAILS,
                    RetryInfo.status(
                            status.getCode().value(),
                            String.valueOf(status.getDescription()),
                            Long.parseLong(retryAfter)));
        }
        return new Refusal(status, trailers);
    }

    static void write(ResponseHeaders headers, Metadata metadata) {
        headers.writeTo((name, value) -> put(metadata, name, value), (name, value) -> put(metadata, name, value));
    }

    private static void put(Metadata metadata, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!OF_THE_BODY.contains(lower)) {
            metadata.put(Metadata.Key.of(lower, Metadata.ASCII_STRING_MARSHALLER), value);
        }
    }

    private static Status status(int http) {
        return switch (http) {
            case 400 -> Status.INVALID_ARGUMENT.withDescription("Send one credential, once.");
            case 401 -> Status.UNAUTHENTICATED.withDescription("This needs a credential that is accepted.");
            case 403 -> Status.PERMISSION_DENIED.withDescription("The credential does not allow this operation.");
            case 404 -> Status.NOT_FOUND.withDescription("There is no such thing.");
            case 429 -> Status.RESOURCE_EXHAUSTED.withDescription("Too many requests; see retry-after.");
            case 503 -> Status.UNAVAILABLE.withDescription("This cannot be decided now; try again.");
            default -> Status.UNKNOWN.withDescription("The guard answered " + http + '.');
        };
    }
}
