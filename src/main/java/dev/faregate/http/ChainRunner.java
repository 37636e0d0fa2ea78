package dev.faregate.http;

import dev.faregate.identity.StoreUnavailableException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows chains of steps to their verdicts: the one place that knows whether a thread waits for a port, or goes on when the port has
 * answered. Thread-safe.
 *
 * @param ports asks the ports that block, where no thread may wait
 */
record ChainRunner(BlockingPorts ports) {

    /** Waits for each port. */
    Verdict run(Chain chain) {
        Step step;
        try {
            step = chain.begin();
            while (step instanceof Step.Port port) {
                step = port.ask();
            }
        } catch (StoreUnavailableException down) {
            step = chain.unavailable(down);
        }
        return ((Step.Done) step).verdict();
    }

    /** Waits for none. Ports that do not block are asked on this thread, so that the verdict is there at once if all are such. */
    CompletableFuture<Verdict> runAsync(Chain chain) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        proceed(chain, chain::begin, verdict);
        return verdict;
    }

    /** Goes on until a port does not answer at once; the rest follows when it does. */
    private void proceed(Chain chain, Supplier<Step> from, CompletableFuture<Verdict> verdict) {
        try {
            Supplier<Step> next = from;
            while (!verdict.isDone()) {
                Step step = next.get();
                if (step instanceof Step.Done done) {
                    verdict.complete(done.verdict());
                } else if (step instanceof Step.Port port && port.blocks()) {
                    CompletableFuture<Supplier<Step>> answer = ports.ask(port);
                    if (!answer.isDone()) {
                        CompletionStage<Supplier<Step>> later = answer;
                        later.whenComplete(
                                (answered, failure) -> proceed(chain, () -> given(answered, failure), verdict));
                        return;
                    }
                    next = () -> given(answer);
                } else {
                    next = ((Step.Port) step)::ask;
                }
            }
        } catch (StoreUnavailableException down) {
            verdict.complete(chain.unavailable(down).verdict());
        } catch (RuntimeException | Error bug) {
            verdict.completeExceptionally(bug);
        }
        if (verdict.isCompletedExceptionally()) {
            // The request has gone, or is answered without its permit.
            chain.giveBack();
        }
    }

    private static Step given(CompletableFuture<Supplier<Step>> answer) {
        return answer.isCompletedExceptionally()
                ? given(null, answer.handle((answered, failure) -> failure).join())
                : answer.join().get();
    }

    private static Step given(@Nullable Supplier<Step> answered, @Nullable Throwable failed) {
        if (answered != null) {
            return answered.get();
        }
        Throwable failure = BlockingPorts.unwrapped(Objects.requireNonNull(failed, "neither step nor failure"));
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        if (failure instanceof Error bug) {
            throw bug;
        }
        throw new IllegalStateException("a port failed", failure);
    }
}
