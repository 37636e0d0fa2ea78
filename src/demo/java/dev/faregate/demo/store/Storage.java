package dev.faregate.demo.store;

/** Where all services keep what they hold, each apart from the others, and the keys to it. */
public interface Storage extends AutoCloseable {

    /** Opens the stores of one service. Each service asks once. */
    Stores of(String service);

    /** A key of 32 random bytes, which lasts as long as what is kept here. */
    byte[] key(String name);

    /** Where that is, for people. */
    String place();

    /** Whether it outlives the process. */
    boolean isLasting();

    /** Closes all stores, and ends the servers that were started for them. */
    @Override
    void close();
}
