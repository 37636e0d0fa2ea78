package dev.faregate.basetoken;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of the ring.
 *
 * @param key the key
 * @param retiredAt when it ceased to sign; null if it signs or is going to
 */
record HeldKey(SigningKey key, @Nullable Instant retiredAt) {

    /** Whether something that it signed can still be alive. */
    boolean verifies(Instant now, Duration longestLife) {
        return retiredAt == null || now.isBefore(retiredAt.plus(longestLife));
    }
}
