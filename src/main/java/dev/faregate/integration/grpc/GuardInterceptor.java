package dev.faregate.integration.grpc;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RouteInventory;
import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Lets only guarded calls through to the methods of a gRPC server. An endpoint is {@code POST} and the method's full name:
 * {@code POST /shop.Rows/Get}; a stream takes one permit, when it begins. A refusal is {@code UNAUTHENTICATED},
 * {@code PERMISSION_DENIED}, or {@code RESOURCE_EXHAUSTED} with {@code retry-after} in seconds and a {@code google.rpc.RetryInfo}, by
 * which clients know that and when to try again. A {@link dev.faregate.http.RefusedException} of a method, thrown or handed to
 * {@code onError}, is formatted likewise. gRPC itself answers a call of a method that there is not, unguarded. Thread-safe.
 *
 * <p>No thread waits for the guard. Where the verdict is not there at once, because a store is remote, the call is held back, and goes on
 * on an executor when the verdict comes. A call that is cancelled meanwhile takes no permit.
 *
 * <p>{@link #check} compares the endpoints with the services of a server, so that a requirement with a mistyped name does not get lost:
 * <pre>{@code
 * GuardInterceptor interceptor = new GuardInterceptor(guard, endpoints);
 * Server server = builder.intercept(interceptor).build();
 * interceptor.check(server.getServices());
 * server.start();
 * }</pre>
 */
public final class GuardInterceptor implements ServerInterceptor {

    /** Who sent a call, in the context of its method; null at open endpoints. */
    public static final Context.Key<Caller> CALLER = Context.key("dev.faregate.caller");

    /**
     * What guards decided of one call. With the metadata that the call came with, since a context may outlive its call.
     *
     * @param metadata of the call
     * @param checks the checks
     */
    private record Kept(Metadata metadata, RequestChecks checks) {}

    private static final Context.Key<Kept> KEPT = Context.key(RequestChecks.ATTRIBUTE);

    private final RequestGuard guard;
    private final Endpoints endpoints;
    private final Executor executor;

    /**
     * Creates an interceptor. A call whose verdict was not there at once begins on a thread of the interceptor's own.
     *
     * @param guard checks each call; its error format plays no part
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints) {
        this(guard, endpoints, HeldCall.THREADS);
    }

    /**
     * Creates an interceptor.
     *
     * @param guard checks each call; its error format plays no part
     * @param endpoints the endpoints that need something other than the default rules; may be none
     * @param executor begins a call whose verdict was not there at once: runs the interceptors behind this one, and the method if it
     *     takes a stream. gRPC hands messages over on the server's own executor
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints, Executor executor) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /**
     * Compares the endpoints with the methods of services, and writes their number to the log, and each one at level DEBUG.
     *
     * @param services the services that this interceptor guards: {@code server.getServices()}
     * @throws IllegalStateException if an endpoint is no method of these services, unless it is {@link Endpoint#optional()}
     */
    public void check(Collection<ServerServiceDefinition> services) {
        RouteInventory inventory = RouteInventory.of("gRPC", endpoints);
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                inventory.route("POST", method.getMethodDescriptor().getFullMethodName());
            }
        }
        inventory.check();
    }

    /**
     * Returns the limit of failed attempts for a method that checks a password, in the context of its call.
     *
     * @return the limit for this call
     * @throws IllegalStateException if no guard has let the call through, or its endpoint is not open
     */
    public static SignIn signIn() {
        Kept kept = KEPT.get();
        if (kept == null) {
            throw new IllegalStateException("sign-in: none (expected: a guarded call of an open endpoint)");
        }
        return kept.checks().signIn();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
        Endpoint endpoint =
                endpoints.forRoute("POST", call.getMethodDescriptor().getFullMethodName());
        Kept before = KEPT.get();
        Kept kept =
                before != null && before.metadata() == metadata ? before : new Kept(metadata, RequestChecks.begin());
        CallView request = new CallView(call, metadata, kept.checks());
        Context context = Context.current().withValue(KEPT, kept);
        CompletableFuture<Verdict> verdict = guard.checkAsync(request, endpoint, Map.of());
        if (verdict.isDone() && !verdict.isCompletedExceptionally()) {
            return answer(verdict.join(), request, call, context, next);
        }
        HeldCall<Q> held = new HeldCall<>(call, verdict);
        CompletionStage<Verdict> later = verdict;
        later.whenComplete((decided, failure) ->
                held.goOn(executor, failure, () -> answer(decided, request, call, context, next)));
        return held;
    }

    private <Q, R> ServerCall.Listener<Q> answer(
            Verdict verdict, CallView request, ServerCall<Q, R> call, Context context, ServerCallHandler<Q, R> next) {
        if (!(verdict instanceof Verdict.Passed passed)) {
            Refusal refusal = Refusal.of(verdict);
            call.close(refusal.status(), refusal.trailers());
            return new ServerCall.Listener<>() {};
        }
        Context told =
                passed instanceof Verdict.Admitted admitted ? context.withValue(CALLER, admitted.caller()) : context;
        PassedCall<Q, R> passedCall = new PassedCall<>(
                call,
                passed.headers(),
                refusal -> guard.refuseAsync(request, passed.match().endpoint(), refusal.problem()));
        return new RefusalListener<>(passedCall, Contexts.interceptCall(told, passedCall, request.metadata(), next));
    }
}
