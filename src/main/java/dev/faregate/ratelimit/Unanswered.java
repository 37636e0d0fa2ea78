package dev.faregate.ratelimit;

/** The store did not answer, whyever. Never leaves this package. */
final class Unanswered extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unanswered() {
        super("the store did not answer", null, false, false);
    }
}
