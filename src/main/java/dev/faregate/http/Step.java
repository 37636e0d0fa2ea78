package dev.faregate.http;

import dev.faregate.apitoken.OwnerRights;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Reservation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a check stands: it has its verdict, or it needs the answer of a port. A check is one chain of steps, which a blocking and
 * an asynchronous guard follow alike: one asks each port and waits, the other goes on when the answer comes.
 */
sealed interface Step {

    /**
     * The end of a check.
     *
     * @param verdict the verdict
     */
    record Done(Verdict verdict) implements Step {}

    /** A port has to be asked. */
    sealed interface Port extends Step {

        /** Whether {@link #ask} may block. */
        boolean blocks();

        /** Asks, waits for the answer, and returns the next step. */
        Step ask();

        /**
         * The same without waiting; what blocks runs on an executor. The answer comes as what leads to the next step, and is lost if
         * it comes too late: then nothing follows from it.
         */
        CompletionStage<Supplier<Step>> askLater(Executor blocking);
    }

    /**
     * Asks an authenticator.
     *
     * @param authenticator the authenticator
     * @param credential the credential
     * @param client what its sender is known by
     * @param next goes on with the answer
     */
    record Authenticate(
            Authenticator authenticator, String credential, String client, Function<Verification<Caller>, Step> next)
            implements Port {

        @Override
        public boolean blocks() {
            return authenticator.blocks();
        }

        @Override
        public Step ask() {
            return next.apply(authenticator.authenticate(credential, client));
        }

        @Override
        public CompletionStage<Supplier<Step>> askLater(Executor blocking) {
            return authenticator
                    .authenticateAsync(credential, client, blocking)
                    .thenApply(verification -> () -> next.apply(verification));
        }

        @Override
        public String toString() {
            return "Authenticate[" + authenticator.kind() + "]";
        }
    }

    /**
     * Asks for the rights that an owner has on a resource.
     *
     * @param rights the rights of all owners
     * @param owner the owner
     * @param resource the resource
     * @param next goes on with the answer
     */
    record AskRights(
            OwnerRights rights, Owner owner, Resource resource, Function<Optional<OwnerRights.Rights>, Step> next)
            implements Port {

        @Override
        public boolean blocks() {
            return rights.blocks();
        }

        @Override
        public Step ask() {
            return next.apply(rights.of(owner, resource));
        }

        @Override
        public CompletionStage<Supplier<Step>> askLater(Executor blocking) {
            return rights.ofAsync(owner, resource, blocking).thenApply(answer -> () -> next.apply(answer));
        }
    }

    /**
     * Takes one permit.
     *
     * @param limiter takes it
     * @param key whose permit
     * @param taken is handed what can give the permit back, also if that comes too late
     * @param next goes on with the answer
     */
    record Take(EndpointLimiter limiter, String key, Consumer<Reservation> taken, Function<Decision, Step> next)
            implements Port {

        @Override
        public boolean blocks() {
            return limiter.blocks();
        }

        @Override
        public Step ask() {
            return next.apply(limiter.take(key));
        }

        @Override
        public CompletionStage<Supplier<Step>> askLater(Executor blocking) {
            return limiter.reserveAsync(key, 1, Duration.ZERO).thenApply(reservation -> {
                taken.accept(reservation);
                return () -> next.apply(reservation.decision());
            });
        }
    }

    /**
     * Asks a port that has no asynchronous way of its own. Only {@code question} may run after the request was answered. What goes on with its
     * answer is left out then.
     *
     * @param blocks whether the question may block
     * @param question asks, and returns what goes on with the answer
     */
    record Ask(boolean blocks, Supplier<Supplier<Step>> question) implements Port {

        @Override
        public Step ask() {
            return question.get().get();
        }

        @Override
        public CompletionStage<Supplier<Step>> askLater(Executor blocking) {
            return CompletableFuture.supplyAsync(question, blocking);
        }
    }
}
