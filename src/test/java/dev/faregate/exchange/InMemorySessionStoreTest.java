package dev.faregate.exchange;

class InMemorySessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore newStore() {
        return SessionStore.inMemory(clock);
    }
}
