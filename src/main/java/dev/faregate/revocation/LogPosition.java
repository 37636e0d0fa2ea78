package dev.faregate.revocation;

/**
 * A place in one revocation log.
 *
 * @param logId which log; two logs never share an id
 * @param sequence the number of the newest entry at that place; 0 before the first
 */
public record LogPosition(String logId, long sequence) {

    /**
     * Checks the position.
     *
     * @param logId which log; not empty
     * @param sequence at least 0
     * @throws IllegalArgumentException if the id is empty or the number negative
     */
    public LogPosition {
        if (logId.isEmpty() || sequence < 0) {
            throw new IllegalArgumentException(
                    "log position: \"" + logId + "\" " + sequence + " (expected: an id and a number >= 0)");
        }
    }
}
