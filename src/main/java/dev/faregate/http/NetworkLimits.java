package dev.faregate.http;

import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;

/** The limits of a network of IPv6 clients, which all its clients share: ten times those of one client. */
final class NetworkLimits {

    private static final int CLIENTS = 10;

    private NetworkLimits() {}

    static Limits of(Limits client) {
        return Limits.of(client.all().stream().map(NetworkLimits::wide).toArray(Limit[]::new));
    }

    private static Limit wide(Limit limit) {
        return new Limit(limit.name(), times(limit.permits()), limit.period(), times(limit.burst()), limit.whenDown());
    }

    /** As far as numbers reach. */
    private static long times(long permits) {
        return permits > Long.MAX_VALUE / CLIENTS ? permits : permits * CLIENTS;
    }
}
