package dev.faregate.exchange;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

class InMemorySessionStoreTest extends SessionStoreContract {

    private @Nullable SessionStore store;

    @Override
    protected SessionStore newStore() {
        SessionStore made = SessionStore.inMemory(clock);
        store = made;
        return made;
    }

    @Override
    protected SessionStore newNode() {
        return Objects.requireNonNull(store, "newStore comes first");
    }
}
