package dev.faregate.integration.grpc;

import dev.faregate.http.RefusedException;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;

/** Closes a call whose method throws a refusal, which gRPC would call unknown. */
final class RefusalListener<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {

    private final PassedCall<Q, ?> call;

    RefusalListener(PassedCall<Q, ?> call, ServerCall.Listener<Q> delegate) {
        super(delegate);
        this.call = call;
    }

    @Override
    public void onMessage(Q message) {
        try {
            super.onMessage(message);
        } catch (RefusedException refused) {
            call.refuse(refused);
        }
    }

    @Override
    public void onHalfClose() {
        try {
            super.onHalfClose();
        } catch (RefusedException refused) {
            call.refuse(refused);
        }
    }
}
