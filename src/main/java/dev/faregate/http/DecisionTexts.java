package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/**
 * The texts in a dialect's lines that are each decision's own. Made of its numbers alone: what takes a decision must be compiled into
 * what made it, or each needs memory.
 */
interface DecisionTexts {

    /** What belongs into the first line that has a text of its own; of the permits that are left, and the dialect's time. */
    String first(long remaining, long reset);

    /** What belongs into the second; null if there is but one. */
    @Nullable
    String second(long reset);
}
