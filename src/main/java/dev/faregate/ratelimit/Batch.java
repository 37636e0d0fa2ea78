package dev.faregate.ratelimit;

import java.util.List;

/**
 * Calls of one caller under one limit that go to the store in one question, with some permits more to lease. Each is answered
 * as if it had been alone, one after the other.
 */
record Batch(List<Call> calls, long permits, long leased) {

    long asked() {
        return permits + leased;
    }

    /** The debt is that after all were admitted, and the lease. */
    void admit(Gcra gcra, long debt) {
        long after = debt - gcra.cost(leased);
        for (int i = calls.size() - 1; i >= 0; i--) {
            calls.get(i).answer(Answered.byStore(Limits.packed(after, 0)));
            after -= gcra.cost(calls.get(i).permits());
        }
    }

    /** How many permits those of the calls take that fit into a bucket of this debt, the first ones first. */
    long fitting(Gcra gcra, long debt) {
        long fitting = 0;
        for (Call call : calls) {
            if (debt + gcra.cost(fitting + call.permits()) <= gcra.tau()) {
                fitting += call.permits();
            }
        }
        return fitting;
    }

    /** None of the calls fits. */
    void deny(Gcra gcra, long debt) {
        for (Call call : calls) {
            call.answer(Answered.byStore(Limits.packed(gcra.answer(debt, gcra.cost(call.permits()), 0), 0)));
        }
    }

    void byPolicy() {
        calls.forEach(Call::byPolicy);
    }
}
