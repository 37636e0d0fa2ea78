package dev.faregate.blackbox;

import dev.faregate.http.RequestGuard;

/** All that one framework has to bring to the suite: it serves {@link Api} behind a guard. */
public interface Adapter {

    /** What stands in the table: the framework and the way that the guard hangs in it. */
    String name();

    /** Starts a server on a free port of the loopback address. */
    Server start(RequestGuard guard, Api api) throws Exception;

    /** A server that listens. */
    interface Server extends AutoCloseable {

        int port();
    }
}
