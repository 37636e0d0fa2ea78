package dev.faregate.apitoken;

import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
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
record ApiTokenListeners(List<ApiTokenListener> all) implements ApiTokenListener {

    static final ApiTokenListeners NONE = new ApiTokenListeners(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokenListener.class);

    ApiTokenListeners {
        all = List.copyOf(all);
    }

    ApiTokenListeners and(ApiTokenListener another) {
        List<ApiTokenListener> more = new ArrayList<>(all);
        more.add(another);
        return new ApiTokenListeners(more);
    }

    @Override
    public void issued(ApiToken apiToken) {
        each(listener -> listener.issued(apiToken));
    }

    @Override
    public void renamed(ApiToken before, ApiToken after) {
        each(listener -> listener.renamed(before, after));
    }

    @Override
    public void rightsChanged(ApiToken before, ApiToken after) {
        each(listener -> listener.rightsChanged(before, after));
    }

    @Override
    public void rotated(ApiToken apiToken, Instant previousUntil) {
        each(listener -> listener.rotated(apiToken, previousUntil));
    }

    @Override
    public void previousSecretUsed(ApiToken apiToken, Instant previousUntil) {
        each(listener -> listener.previousSecretUsed(apiToken, previousUntil));
    }

    @Override
    public void revealed(ApiToken apiToken) {
        each(listener -> listener.revealed(apiToken));
    }

    @Override
    public void revoked(ApiToken apiToken) {
        each(listener -> listener.revoked(apiToken));
    }

    @Override
    public void allRevoked(RevocationTarget target) {
        each(listener -> listener.allRevoked(target));
    }

    @Override
    public void leaked(ApiToken apiToken) {
        each(listener -> listener.leaked(apiToken));
    }

    @Override
    public void rejected(RejectionReason reason) {
        each(listener -> listener.rejected(reason));
    }

    @Override
    public void expiryChanged(ApiToken before, ApiToken after) {
        each(listener -> listener.expiryChanged(before, after));
    }

    @Override
    public void formerSecretRevoked(ApiToken apiToken) {
        each(listener -> listener.formerSecretRevoked(apiToken));
    }

    private void each(Consumer<ApiTokenListener> notifying) {
        for (ApiTokenListener listener : all) {
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
