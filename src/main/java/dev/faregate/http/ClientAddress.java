package dev.faregate.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who sent a request: an address of IPv4, or the prefix of one of IPv6. */
final class ClientAddress {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClientAddress.class);

    /** Shared by all whose address cannot be read, so that they are limited together rather than not at all. No address is this. */
    private static final Client UNKNOWN = new Client("unknown", null);

    private static final int NETWORK_BITS = 48;

    /** A power of two. */
    private static final int PLACES = 1 << 10;

    /**
     * A client, as limits tell it from others.
     *
     * @param name its address of IPv4, or the prefix of its address of IPv6
     * @param network the prefix of 48 bits around an address of IPv6, which one site commonly has; null for IPv4, and where the
     *     name is no longer than that
     */
    record Client(String name, @Nullable String network) {}

    private record Known(String remote, Client client) {}

    private final TrustedProxies proxies;
    private final int ipv6Prefix;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Clients by the address of their connection, for the prefix of one takes longer to make than all else to find it: each is kept until
     * another takes its place. Written by any thread: whoever sees one sees it whole.
     */
    private final @Nullable Known[] known = new @Nullable Known[PLACES];

    ClientAddress(TrustedProxies proxies, int ipv6Prefix) {
        this.proxies = proxies;
        this.ipv6Prefix = ipv6Prefix;
    }

    /** The client's name. Never null: clients whose address is not known share one name. */
    String of(RequestView request) {
        return client(request).name();
    }

    Client client(RequestView request) {
        String remote = request.remoteAddress();
        if (remote == null || !proxies.isNone()) {
            return client(request, remote);
        }
        return IpAddress.isIpv4(remote) ? new Client(remote, null) : kept(request, remote);
    }

    /** Of a connection that speaks for no other client. */
    private Client kept(RequestView request, String remote) {
        int place = remote.hashCode() & PLACES - 1;
        Known last = known[place];
        if (last != null && last.remote.equals(remote)) {
            return last.client;
        }
        Client client = client(request, remote);
        known[place] = new Known(remote, client);
        return client;
    }

    private Client client(RequestView request, @Nullable String remote) {
        IpAddress address = proxies.client(request, remote);
        if (address == null) {
            tellOnce(
                    "The address of a client cannot be read ({}). All such clients share one limit of failed attempts and one at open "
                            + "endpoints. Have the adapter tell the connection's address; for a proxy on a Unix socket, set "
                            + "TrustedProxies.andUnixSockets.",
                    remote);
            return UNKNOWN;
        }
        if (address.isIpv4()) {
            return new Client(address.toString(), null);
        }
        String name = address.prefix(ipv6Prefix).toString();
        return new Client(name, ipv6Prefix > NETWORK_BITS ? address.prefix(NETWORK_BITS) + "/" + NETWORK_BITS : null);
    }

    /** Helps the operator of a service behind a proxy that it was not told of. */
    void noticeExhausted(RequestView request) {
        if (proxies.isNone() && !request.header("X-Forwarded-For").isEmpty()) {
            tellOnce(
                    "Too many requests or failed credentials from {}, which sends X-Forwarded-For. If it is a proxy, name it in "
                            + "RequestGuardBuilder.trustedProxies: until then all its clients share one limit.",
                    of(request));
        }
    }

    private void tellOnce(String message, @Nullable Object what) {
        if (told.compareAndSet(false, true)) {
            LOGGER.warn(message, what);
        }
    }
}
