package dev.faregate.http;

import java.util.Objects;

/**
 * Thrown by a handler of an admitted request to refuse it after all, in the error format of its guard: the requested thing does
 * not exist, say, or the body makes no sense.
 */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * A refusal.
     *
     * @param problem what its sender is told
     */
    public RefusedException(Problem problem) {
        super(Objects.requireNonNull(problem, "problem").detail(), null, false, false);
        this.problem = problem;
    }

    /**
     * What the request's sender is told.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }
}
