package dev.faregate.identity;

import java.util.Objects;
import java.util.function.Function;

/**
 * What became of a presented credential: accepted, with what it proves, or rejected, with the reason.
 *
 * @param <T> what an accepted credential proves
 */
public sealed interface Verification<T> {

    /**
     * The credential is genuine and alive.
     *
     * @param <T> what it proves
     * @param value what it proves
     */
    record Accepted<T>(T value) implements Verification<T> {
        /**
         * Checks that there is a value.
         *
         * @param value what the credential proves
         */
        public Accepted {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * The credential is refused.
     *
     * @param <T> what an accepted one would have proved
     * @param reason why; for the service's own eyes
     */
    record Rejected<T>(RejectionReason reason) implements Verification<T> {
        /**
         * Checks that there is a reason.
         *
         * @param reason why the credential is refused
         */
        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Accepts.
     *
     * @param value what the credential proves
     * @param <T> its type
     * @return the acceptance
     */
    static <T> Verification<T> accepted(T value) {
        return new Accepted<>(value);
    }

    /**
     * Rejects.
     *
     * @param reason why
     * @param <T> what an accepted credential would have proved
     * @return the rejection
     */
    static <T> Verification<T> rejected(RejectionReason reason) {
        return new Rejected<>(reason);
    }

    /**
     * Carries an acceptance on; a rejection stays what it is.
     *
     * @param next makes the new value out of the accepted one
     * @param <R> the new value's type
     * @return the acceptance of the new value, or the same rejection
     */
    default <R> Verification<R> map(Function<? super T, ? extends R> next) {
        if (this instanceof Accepted<T> accepted) {
            return new Accepted<>(next.apply(accepted.value()));
        }
        return new Rejected<>(((Rejected<T>) this).reason());
    }

    /**
     * The accepted value, for callers to whom a rejection would be a surprise.
     *
     * @return what the credential proves
     * @throws IllegalStateException if the credential was rejected; the message names the reason
     */
    default T orElseThrow() {
        if (this instanceof Accepted<T> accepted) {
            return accepted.value();
        }
        throw new IllegalStateException("credential rejected: " + ((Rejected<T>) this).reason());
    }
}
