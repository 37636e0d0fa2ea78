package dev.faregate.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several listeners as one, notified in order: the one place from which this package calls a listener's code.
 * One that throws costs a line in the log, but neither the call that it is notified of nor the other listeners. Thread-safe.
 *
 * @param all the listeners
 */
record RateLimitListeners(List<RateLimitListener> all) implements RateLimitListener {

    static final RateLimitListeners NONE = new RateLimitListeners(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitListener.class);

    RateLimitListeners {
        all = List.copyOf(all);
    }

    RateLimitListeners and(RateLimitListener another) {
        List<RateLimitListener> more = new ArrayList<>(all);
        more.add(another);
        return new RateLimitListeners(more);
    }

    @Override
    public void allowed(String endpoint, String caller, Decision decision) {
        each(listener -> listener.allowed(endpoint, caller, decision));
    }

    @Override
    public void denied(String endpoint, String caller, Decision decision) {
        each(listener -> listener.denied(endpoint, caller, decision));
    }

    @Override
    public void overflowed(String endpoint) {
        each(listener -> listener.overflowed(endpoint));
    }

    @Override
    public void storeFailed(String endpoint, Throwable failure) {
        each(listener -> listener.storeFailed(endpoint, failure));
    }

    @Override
    public void storeDown() {
        each(listener -> listener.storeDown());
    }

    @Override
    public void storeUp() {
        each(listener -> listener.storeUp());
    }

    private void each(Consumer<RateLimitListener> notifying) {
        for (RateLimitListener listener : all) {
            try {
                notifying.accept(listener);
            } catch (RuntimeException | Error failure) {
                LOG.error(
                        "listener {} failed and is passed over for this once: it must not throw",
                        listener.getClass().getName(),
                        failure);
            }
        }
    }
}
