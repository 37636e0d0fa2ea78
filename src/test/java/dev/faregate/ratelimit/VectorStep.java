package dev.faregate.ratelimit;

import java.util.Arrays;
import java.util.List;

/** What a store does in one statement or script: the pure step, for several limits. */
final class VectorStep {

    record Result(Decision decision, long waitNanos, List<Long> next) {}

    private VectorStep() {}

    /** Times are in the unit of the limits, states in ticks. */
    static Result run(Limits limits, long[] tats, long now, long permits, long maxWait, long longestWait) {
        long bound = 0;
        long[] next = new long[tats.length];
        for (int i = 0; i < tats.length; i++) {
            Gcra gcra = limits.gcra(i);
            long debt = gcra.debt(tats[i], gcra.ticks(now), gcra.ticks(longestWait));
            long answer = Limits.packed(gcra.answer(debt, gcra.cost(permits), gcra.ticks(maxWait)), i);
            if (i == 0 || limits.binds(answer, bound)) {
                bound = answer;
            }
        }
        for (int i = 0; i < tats.length; i++) {
            Gcra gcra = limits.gcra(i);
            long debt = gcra.debt(tats[i], gcra.ticks(now), gcra.ticks(longestWait));
            boolean real = tats[i] - gcra.ticks(now) <= gcra.tau() + gcra.ticks(longestWait);
            next[i] = Limits.allows(bound)
                    ? gcra.ticks(now) + debt + gcra.cost(permits)
                    : real ? tats[i] : gcra.ticks(now) + debt;
        }
        long wait = Limits.allows(bound) ? limits.waitNanos(bound) : 0;
        return new Result(
                new Decision(limits, bound, permits, false, DecidedBy.STORE),
                wait,
                Arrays.stream(next).boxed().toList());
    }
}
