package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call on its way to the store and back. Fails with {@link Unanswered}, and nothing else. */
final class Flight<T> extends CompletableFuture<T> implements Timed, BiConsumer<T, Throwable> {

    private final RemoteCalls calls;
    private final String endpoint;
    private final long ticket;
    private final int callers;
    private final long sinceNanos;
    private final @Nullable Consumer<T> late;
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

    void ask(CompletionStage<T> stage) {
        asked = stage;
        stage.whenComplete(this);
    }

    @Override
    public void accept(T value, @Nullable Throwable failure) {
        if (failure != null) {
            fail(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
            return;
        }
        RemoteCalls.News news = isDone() ? null : calls.report(endpoint, ticket, callers, null);
        boolean first = complete(value);
        if (!first && late != null) {
            late.accept(value);
        }
        if (news != null) {
            calls.tell(news);
        }
    }

    void fail(Throwable failure) {
        if (!isDone()) {
            RemoteCalls.News news = calls.report(endpoint, ticket, callers, failure);
            completeExceptionally(new Unanswered());
            calls.tell(news);
        }
    }

    @Override
    public long sinceNanos() {
        return sinceNanos;
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
