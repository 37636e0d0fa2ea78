package dev.faregate.identity;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot be asked, or did not answer in time. A change that it was asked for may have happened or not. To the outside this
 * is a service that is unavailable for a while (503 in HTTP), never a credential that is refused.
 */
public final class StoreUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Without a cause of its own.
     *
     * @param message what could not be done; holds no secret
     */
    public StoreUnavailableException(String message) {
        super(message);
    }

    /**
     * With what the store's driver said.
     *
     * @param message what could not be done; holds no secret
     * @param cause what the driver said; null if it said nothing
     */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
