package dev.faregate.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who sent a request: an address of IPv4, or the prefix of one of IPv6. */
final class ClientAddress {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClientAddress.class);

    /** A power of two. */
    private static final int PLACES = 1 << 10;

    private record Known(String remote, String client) {}

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

    /** Null if it is not known, as on a Unix socket. */
    @Nullable
    String of(RequestView request) {
        String remote = request.remoteAddress();
        if (remote == null || !proxies.isNone()) {
            return client(request, remote);
        }
        return IpAddress.isIpv4(remote) ? remote : kept(request, remote);
    }

    /** Of a connection that speaks for nobody else. */
    private @Nullable String kept(RequestView request, String remote) {
        int place = remote.hashCode() & PLACES - 1;
        Known last = known[place];
        if (last != null && last.remote.equals(remote)) {
            return last.client;
        }
        String client = client(request, remote);
        if (client != null) {
            known[place] = new Known(remote, client);
        }
        return client;
    }

    private @Nullable String client(RequestView request, @Nullable String remote) {
        IpAddress address = proxies.client(request, remote);
        if (address == null) {
            tellOnce(
                    "The client's address is not known ({}). Failed credentials of such clients are not limited, and at open "
                            + "endpoints they share one limit.",
                    remote);
            return null;
        }
        return (address.isIpv4() ? address : address.prefix(ipv6Prefix)).toString();
    }

    /** Helps whoever runs a service behind a proxy that it was not told of. */
    void noticeExhausted(String client, RequestView request) {
        if (proxies.isNone() && !request.header("X-Forwarded-For").isEmpty()) {
            tellOnce(
                    "Too many requests or failed credentials from {}, which sends X-Forwarded-For. If it is a proxy, name it in "
                            + "RequestGuardBuilder.trustedProxies: until then all its clients share one limit.",
                    client);
        }
    }

    private void tellOnce(String message, @Nullable Object what) {
        if (told.compareAndSet(false, true)) {
            LOGGER.warn(message, what);
        }
    }
}
