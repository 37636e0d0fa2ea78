package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.Objects;

/** Refuses what no call can ask for. */
final class CallCheck {

    private CallCheck() {}

    static void caller(String caller) {
        if (Objects.requireNonNull(caller, "caller").isEmpty()) {
            throw new IllegalArgumentException("caller: \"\" (expected: not empty)");
        }
    }

    static void permits(String endpoint, long permits, long least) {
        if (permits < least) {
            throw new IllegalArgumentException("permits: " + permits + " (expected: " + (least == 0 ? ">= 0" : "> 0")
                    + ") for endpoint \"" + endpoint + "\"");
        }
    }

    static void maxWait(String endpoint, Duration maxWait) {
        if (Objects.requireNonNull(maxWait, "maxWait").isNegative()) {
            throw new IllegalArgumentException(
                    "maxWait: " + maxWait + " (expected: >= 0) for endpoint \"" + endpoint + "\"");
        }
    }
}
