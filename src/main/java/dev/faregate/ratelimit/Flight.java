package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call on its way to the store and back. */
final class Flight<T> implements Timed {

    private final RemoteCalls calls;
    private final String endpoint;
    private final long ticket;
    private final int callers;
    private final long sinceNanos;
    private final @Nullable Consumer<T> late;
    private final CompletableFuture<T> landing = new CompletableFuture<>();
    private volatile @Nullable CompletionStage<T> asked;

    /** What comes late goes elsewhere, or the call is cancelled. */
    Flight(RemoteCalls calls, String endpoint, long ticket, int callers, @Nullable Consumer<T> late) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.ticket = ticket;
        this.callers = callers;
        this.sinceNanos = calls.nanos();
        this.late = late;
    }

    /** Fails with {@link Unanswered}, and nothing else. */
    CompletableFuture<T> landing() {
        return landing;
    }

    void ask(CompletionStage<T> stage) {
        asked = stage;
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else if (!landing.isDone()) {
                calls.report(endpoint, ticket, callers, null);
                land(value);
            } else {
                land(value);
            }
        });
    }

    private void land(T value) {
        if (!landing.complete(value) && late != null) {
            late.accept(value);
        }
    }

    void fail(Throwable failure) {
        if (!landing.isDone()) {
            calls.report(endpoint, ticket, callers, failure);
            landing.completeExceptionally(new Unanswered());
        }
    }

    @Override
    public long sinceNanos() {
        return sinceNanos;
    }

    @Override
    public boolean isDone() {
        return landing.isDone();
    }

    @Override
    public void expire() {
        fail(calls.timeout());
        CompletionStage<T> stage = asked;
        if (late == null && stage != null) {
            stage.toCompletableFuture().cancel(false);
        }
    }

    @Override
    public void endEarly() {
        throw new AssertionError("may not end early");
    }

    @Override
    public boolean mayEndEarly() {
        return false;
    }
}
