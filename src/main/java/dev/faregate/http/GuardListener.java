package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import org.slf4j.LoggerFactory;

/**
 * Hears what a guard decides, with the reasons that the outside does not get. Called on the request's thread: be quick, and
 * throw nothing. What one throws goes to the log. No method is ever handed a credential.
 */
public interface GuardListener {

    /**
     * A request was let through.
     *
     * @param endpoint the endpoint's method and route template
     * @param caller who sent it
     * @param decision the rate limiter's answer
     */
    default void admitted(String endpoint, Caller caller, Decision decision) {}

    /**
     * A request for an open endpoint was let through.
     *
     * @param endpoint the endpoint's method and route template
     * @param decision the rate limiter's answer to the client's address
     */
    default void opened(String endpoint, Decision decision) {}

    /**
     * A credential was not accepted.
     *
     * @param endpoint the endpoint's method and route template, or "unmatched"
     * @param reason the precise reason
     */
    default void rejected(String endpoint, RejectionReason reason) {}

    /**
     * A request was refused, for whatever cause; called after {@link #rejected} where a credential was the cause.
     *
     * @param endpoint the endpoint's method and route template, or "unmatched"
     * @param problem what its sender is told
     */
    default void refused(String endpoint, Problem problem) {}

    /**
     * A request could not be judged, since a store did not answer. By default that goes to the log.
     *
     * @param endpoint the endpoint's method and route template, or "unmatched"
     * @param down which store, and how it failed
     */
    default void storeUnavailable(String endpoint, StoreUnavailableException down) {
        LoggerFactory.getLogger(GuardListener.class).warn("{} is answered 503: {}", endpoint, down.getMessage());
    }

    /**
     * Hears nothing.
     *
     * @return the listener
     */
    static GuardListener none() {
        return new GuardListener() {};
    }
}
