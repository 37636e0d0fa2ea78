package dev.faregate.integration.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that waits for its verdict. What happens to it meanwhile is kept, and handed to its method in order and one by one when the
 * method has begun. Thread-safe.
 */
final class HeldCall<Q> extends ServerCall.Listener<Q> {

    /** As gRPC's own: as many as there are calls that go on at once, and none when there are none. */
    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faregate-grpc");
        thread.setDaemon(true);
        return thread;
    });

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardInterceptor.class);

    private final ServerCall<Q, ?> call;
    private final CompletableFuture<?> verdict;

    /** What has happened; guarded by itself. */
    private final Queue<Consumer<ServerCall.Listener<Q>>> events = new ArrayDeque<>();

    /** The method, once nothing is left that it has missed. */
    private volatile ServerCall.@Nullable Listener<Q> method;

    HeldCall(ServerCall<Q, ?> call, CompletableFuture<?> verdict) {
        this.call = call;
        this.verdict = verdict;
    }

    /** Begins the method if the verdict lets it, and notifies it of what it has missed. */
    void goOn(Executor executor, @Nullable Throwable failure, Supplier<ServerCall.Listener<Q>> begin) {
        if (failure instanceof CancellationException) {
            return;
        }
        if (failure != null) {
            close(failure);
            return;
        }
        try {
            executor.execute(() -> goOn(begin));
        } catch (RejectedExecutionException full) {
            close(full);
        }
    }

    private void goOn(Supplier<ServerCall.Listener<Q>> begin) {
        try {
            catchUp(begin.get());
        } catch (RuntimeException | Error bug) {
            close(bug);
        }
    }

    private void catchUp(ServerCall.Listener<Q> begun) {
        while (true) {
            Consumer<ServerCall.Listener<Q>> event;
            synchronized (events) {
                event = events.poll();
                if (event == null) {
                    method = begun;
                    return;
                }
            }
            event.accept(begun);
        }
    }

    /** As gRPC does with what a method throws on one of gRPC's own threads. */
    private void close(Throwable bug) {
        LOGGER.error("the call of {} failed", call.getMethodDescriptor().getFullMethodName(), bug);
        try {
            call.close(
                    Status.UNKNOWN
                            .withDescription("Application error processing RPC")
                            .withCause(bug),
                    new Metadata());
        } catch (IllegalStateException closed) {
            LOGGER.debug("the call was closed before", closed);
        }
    }

    private void notifyMethod(Consumer<ServerCall.Listener<Q>> event) {
        synchronized (events) {
            if (method == null) {
                events.add(event);
                return;
            }
        }
        event.accept(method);
    }

    @Override
    public void onMessage(Q message) {
        notifyMethod(listener -> listener.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        notifyMethod(ServerCall.Listener::onHalfClose);
    }

    /** Before the verdict: then no permit is taken, or it is given back. */
    @Override
    public void onCancel() {
        if (!verdict.cancel(false)) {
            notifyMethod(ServerCall.Listener::onCancel);
        }
    }

    @Override
    public void onComplete() {
        notifyMethod(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        notifyMethod(ServerCall.Listener::onReady);
    }
}
