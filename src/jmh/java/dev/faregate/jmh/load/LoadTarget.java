package dev.faregate.jmh.load;

/** Whatever can be asked whether a key may go on. */
interface LoadTarget extends AutoCloseable {

    /** Asks once; true if admitted. Called by many threads. */
    boolean decide(String key) throws Exception;

    @Override
    default void close() {}
}
