package dev.faregate.integration.grpc;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.Objects;

/**
 * Lets only guarded calls through to the methods of a gRPC server. An endpoint is {@code POST} and the method's full name:
 * {@code POST /shop.Rows/Get}; a stream takes one permit, when it begins. A refusal is {@code UNAUTHENTICATED},
 * {@code PERMISSION_DENIED}, or {@code RESOURCE_EXHAUSTED} with {@code retry-after} in seconds and a {@code google.rpc.RetryInfo}, by
 * which clients know that and when to try again. A {@link dev.faregate.http.RefusedException} of a method, thrown or handed to
 * {@code onError}, is spelled likewise. Whoever calls a method that there is not is told so by gRPC itself, unguarded.
 * Immutable; safe for use by many threads.
 */
public final class GuardInterceptor implements ServerInterceptor {

    /** Who sent a call, in the context of its method; null at open endpoints. */
    public static final Context.Key<Caller> CALLER = Context.key("dev.faregate.caller");

    private final RequestGuard guard;
    private final Endpoints endpoints;

    /**
     * An interceptor.
     *
     * @param guard checks each call; its error format plays no part
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
        Endpoint endpoint =
                endpoints.forRoute("POST", call.getMethodDescriptor().getFullMethodName());
        CallView request = new CallView(call, metadata);
        Verdict verdict = guard.check(request, endpoint, Map.of());
        if (!(verdict instanceof Verdict.Passed passed)) {
            Refusal refusal = Refusal.of(verdict);
            call.close(refusal.status(), refusal.trailers());
            return new ServerCall.Listener<>() {};
        }
        Context context = passed instanceof Verdict.Admitted admitted
                ? Context.current().withValue(CALLER, admitted.caller())
                : Context.current();
        PassedCall<Q, R> passedCall =
                new PassedCall<>(call, passed.headers(), refusal -> guard.refuse(request, endpoint, refusal.problem()));
        return new RefusalListener<>(passedCall, Contexts.interceptCall(context, passedCall, metadata, next));
    }
}
