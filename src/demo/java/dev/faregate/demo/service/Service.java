package dev.faregate.demo.service;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.identity.Owner;
import java.util.List;

/** One of the services, as the demo starts and stops it. */
public interface Service extends AutoCloseable {

    /** Puts it on a server. */
    void serveOn(HttpServer server);

    /** What it hands tokens out with. */
    List<Faregate> installations();

    /** Revokes whatever an owner has. */
    default void forget(Owner owner) {
        installations().forEach(faregate -> faregate.tokenIssuer().revokeAll(owner));
    }

    /** Lets go of what it waits with for its stores, which others close. */
    @Override
    default void close() {
        installations().forEach(faregate -> faregate.rateLimiter().close());
    }
}
