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

    /**
     * Whether something that it signed can still be alive: here, or on a node that goes on signing with it for at most
     * {@link KeyRing#ROLLOUT_MARGIN}.
     */
    boolean verifies(Instant now, Duration longestLife) {
        return retiredAt == null
                || now.isBefore(retiredAt.plus(KeyRing.ROLLOUT_MARGIN).plus(longestLife));
    }
}
