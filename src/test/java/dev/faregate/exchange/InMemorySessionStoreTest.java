package dev.faregate.exchange;

class InMemorySessionStoreTest extends SessionStoreContract {

    private SessionStore store;

    @Override
    protected SessionStore newStore() {
        store = SessionStore.inMemory(clock);
        return store;
    }

    @Override
    protected SessionStore newNode() {
        return store;
    }
}
