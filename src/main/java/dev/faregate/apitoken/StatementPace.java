package dev.faregate.apitoken;

/**
 * Spaces statements: ten may follow each other at once, then 90 a second, so at most 100 in any second. Not thread-safe.
 */
final class StatementPace {

    static final long INTERVAL_NANOS = 1_000_000_000L / 90;
    private static final long BURST_NANOS = 9 * INTERVAL_NANOS;

    /** When the next one is due if none follows another at once; as in GCRA. */
    private long due;

    StatementPace(long now) {
        this.due = now;
    }

    /** Takes the turn of one statement, if it may begin now. */
    boolean tryBegin(long now) {
        if (now - (due - BURST_NANOS) < 0) {
            return false;
        }
        due = (now - due > 0 ? now : due) + INTERVAL_NANOS;
        return true;
    }
}
