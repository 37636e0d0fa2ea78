package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
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
record GuardListeners(List<GuardListener> all) implements GuardListener {

    static final GuardListeners NONE = new GuardListeners(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(GuardListener.class);

    GuardListeners {
        all = List.copyOf(all);
    }

    GuardListeners and(GuardListener another) {
        List<GuardListener> more = new ArrayList<>(all);
        more.add(another);
        return new GuardListeners(more);
    }

    @Override
    public void admitted(String endpoint, Caller caller, Decision decision) {
        each(listener -> listener.admitted(endpoint, caller, decision));
    }

    @Override
    public void opened(String endpoint, Decision decision) {
        each(listener -> listener.opened(endpoint, decision));
    }

    @Override
    public void rejected(String endpoint, RejectionReason reason) {
        each(listener -> listener.rejected(endpoint, reason));
    }

    @Override
    public void refused(String endpoint, Problem problem) {
        each(listener -> listener.refused(endpoint, problem));
    }

    @Override
    public void storeUnavailable(String endpoint, StoreUnavailableException down) {
        if (all.isEmpty()) {
            GuardListener.super.storeUnavailable(endpoint, down);
        }
        each(listener -> listener.storeUnavailable(endpoint, down));
    }

    private void each(Consumer<GuardListener> notifying) {
        for (GuardListener listener : all) {
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
