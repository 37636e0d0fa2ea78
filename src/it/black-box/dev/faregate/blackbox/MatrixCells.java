package dev.faregate.blackbox;

import java.util.Optional;

/** Why a cell of the matrix cannot apply to an adapter: what holds for all of them, and what the adapter says. */
final class MatrixCells {

    private MatrixCells() {}

    static Optional<String> whyNot(MatrixAdapter adapter, Situation situation, Requirement requirement) {
        if (situation == Situation.CONSTRAINED && !adapter.findsRoutes()) {
            return Optional.of("paths that the guard finds have no patterns");
        }
        if (situation == Situation.LITERAL && requirement == Requirement.RESOURCE) {
            return Optional.of("a path without variables names no resource");
        }
        return adapter.cannotApply(situation, requirement);
    }
}
