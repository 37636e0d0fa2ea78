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
            Step step = from.get();
            while (step instanceof Step.Port port && !verdict.isDone()) {
                if (!port.blocks()) {
                    step = port.ask();
                    continue;
                }
                CompletableFuture<Step> answer = ports.ask(port);
                if (!answer.isDone()) {
                    CompletionStage<Step> later = answer;
                    later.whenComplete((next, failure) -> proceed(chain, () -> given(next, failure), verdict));
                    return;
                }
                step = given(answer.isCompletedExceptionally() ? null : answer.join(), failureOf(answer));
            }
            end(chain, step, verdict);
        } catch (StoreUnavailableException down) {
            end(chain, chain.unavailable(down), verdict);
        } catch (RuntimeException | Error bug) {
            chain.giveBack();
            verdict.completeExceptionally(bug);
        }
    }

    /** The request may have gone meanwhile: then the permit is given back. */
    private static void end(Chain chain, Step step, CompletableFuture<Verdict> verdict) {
        if (!(step instanceof Step.Done done) || !verdict.complete(done.verdict())) {
            chain.giveBack();
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<Step> answer) {
        return answer.isCompletedExceptionally()
                ? answer.handle((step, failure) -> failure).join()
                : null;
    }

    private static Step given(@Nullable Step next, @Nullable Throwable failed) {
        if (next != null) {
            return next;
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
