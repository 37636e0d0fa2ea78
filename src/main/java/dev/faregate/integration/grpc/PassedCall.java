package dev.faregate.integration.grpc;

import dev.faregate.http.RefusedException;
import dev.faregate.http.ResponseHeaders;
import dev.faregate.http.Verdict;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Adds what the answer must carry to the metadata that come before its first message, and formats refusals of the method. */
final class PassedCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {

    private final ResponseHeaders headers;
    private final Function<RefusedException, CompletionStage<Verdict.Answered>> format;

    PassedCall(
            ServerCall<Q, R> call,
            ResponseHeaders headers,
            Function<RefusedException, CompletionStage<Verdict.Answered>> format) {
        super(call);
        this.headers = headers;
        this.format = format;
    }

    @Override
    public void sendHeaders(Metadata metadata) {
        Refusal.write(headers, metadata);
        super.sendHeaders(metadata);
    }

    /** With a refusal as the cause if the method has said so by {@code onError}. */
    @Override
    public void close(Status status, Metadata trailers) {
        if (status.getCause() instanceof RefusedException refused) {
            refuse(refused);
        } else {
            super.close(status, trailers);
        }
    }

    void refuse(RefusedException refused) {
        format.apply(refused).whenComplete((answer, failure) -> {
            if (failure != null) {
                super.close(Status.UNKNOWN.withCause(failure), new Metadata());
                return;
            }
            Refusal refusal = Refusal.of(answer);
            super.close(refusal.status().withDescription(refused.problem().detail()), refusal.trailers());
        });
    }
}
