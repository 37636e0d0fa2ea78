package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Waits for reserved permits, asleep or not. Whoever gives up waiting gives the permits back. */
record PermitWait(MonotonicClock clock) {

    Decision await(Reservation reservation) throws InterruptedException {
        if (reservation.delayNanos() > 0) {
            try {
                clock.sleep(reservation.delayNanos());
            } catch (InterruptedException e) {
                reservation.refund();
                throw e;
            }
        }
        return reservation.decision();
    }

    CompletionStage<Decision> awaitAsync(CompletionStage<Reservation> asked) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        asked.whenComplete((reservation, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                complete(answer, reservation);
            }
        });
        return answer;
    }

    private void complete(CompletableFuture<Decision> answer, Reservation reservation) {
        CompletionStage<Decision> given = answer;
        if (reservation.delayNanos() == 0) {
            answer.complete(reservation.decision());
        } else {
            // Not on the timer's thread: what depends on the answer may take its time.
            Future<?> timer =
                    clock.schedule(() -> answer.completeAsync(reservation::decision), reservation.delayNanos());
            given.whenComplete((decision, gaveUp) -> timer.cancel(false));
        }
        given.whenComplete((decision, gaveUp) -> {
            if (gaveUp != null) {
                reservation.refund();
            }
        });
    }
}
