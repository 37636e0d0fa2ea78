package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/**
 * The texts in a dialect's lines that are each decision's own. Made of its numbers: handed the decision itself, they would have the JIT's
 * escape analysis find that it escapes, and each would need memory.
 */
interface DecisionTexts {

    /** What belongs into the first line that has a text of its own; of the permits that are left, and the dialect's time. */
    String first(long remaining, long reset);

    /** What belongs into the second; null if there is but one. */
    @Nullable
    String second(long reset);

    /** The same texts, each made once as far as that is worth its memory. */
    default DecisionTexts kept() {
        return this;
    }
}
