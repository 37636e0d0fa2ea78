package dev.faregate.jmh.load;

/** Whatever can be asked whether a key may go on. */
interface LoadTarget extends AutoCloseable {

    /** Asks once; true if admitted. Called by many threads. */
    boolean decide(String key) throws Exception;

    @Override
    default void close() {}

    /** The same, closing what it asks. */
    static LoadTarget closing(LoadTarget target, Runnable closing) {
        return new LoadTarget() {
            @Override
            public boolean decide(String key) throws Exception {
                return target.decide(key);
            }

            @Override
            public void close() {
                closing.run();
            }
        };
    }
}
