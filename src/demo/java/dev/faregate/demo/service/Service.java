package dev.faregate.demo.service;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.identity.Owner;

/** One of the services, as the demo starts and stops it. */
public interface Service extends AutoCloseable {

    /** Puts it on a server. */
    void serveOn(HttpServer server);

    /** Revokes whatever an owner has. */
    void forget(Owner owner);

    /** Lets go of what it waits with for its stores, which others close. */
    @Override
    void close();
}
