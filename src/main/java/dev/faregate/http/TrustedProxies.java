package dev.faregate.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of a service whose word on the client's address counts. The header that they write is walked from its
 * end, which the nearest proxy wrote, towards its beginning, which the client may have made up: the first address that is no
 * trusted proxy's is the client's. Nothing is ever looked up by name. Immutable.
 */
public final class TrustedProxies {

    private static final TrustedProxies NONE = new TrustedProxies("", List.of(), false);

    private final String header;
    private final List<AddressRange> ranges;
    private final boolean unixSockets;

    private TrustedProxies(String header, List<AddressRange> ranges, boolean unixSockets) {
        this.header = header;
        this.ranges = ranges;
        this.unixSockets = unixSockets;
    }

    /**
     * No proxies: whoever connects is the client, whatever headers say.
     *
     * @return the default
     */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Proxies that append to {@code X-Forwarded-For}, as most do.
     *
     * @param ranges their addresses, or blocks of them: {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 192.0.2.7}
     * @return the proxies
     * @throws IllegalArgumentException if one cannot be read, or has bits set beyond its prefix
     */
    public static TrustedProxies xForwardedFor(String... ranges) {
        return of("X-Forwarded-For", ranges);
    }

    /**
     * Proxies that append to {@code Forwarded} (RFC 7239). Choose it only if each of them removes or appends to this very header:
     * one that a proxy passes on as it came is the client's word.
     *
     * @param ranges their addresses, or blocks of them
     * @return the proxies
     * @throws IllegalArgumentException if one cannot be read, or has bits set beyond its prefix
     */
    public static TrustedProxies forwarded(String... ranges) {
        return of("Forwarded", ranges);
    }

    private static TrustedProxies of(String header, String... ranges) {
        List<AddressRange> read = new ArrayList<>();
        for (String range : ranges) {
            read.add(AddressRange.parse(range));
        }
        return new TrustedProxies(header, List.copyOf(read), false);
    }

    /**
     * Returns the same proxies, and besides them what connects without an address: a proxy on a Unix socket. Set it only if nothing
     * else can connect that way.
     *
     * @return the changed copy
     * @throws IllegalStateException if no header is believed, see {@link #xForwardedFor} and {@link #forwarded}, which may be given no
     *     ranges
     */
    public TrustedProxies andUnixSockets() {
        if (header.isEmpty()) {
            throw new IllegalStateException("proxies: none (expected: made by xForwardedFor or forwarded)");
        }
        return new TrustedProxies(header, ranges, true);
    }

    /** The client's address, or null if it cannot be read: of a request that came from a remote address. */
    @Nullable
    IpAddress client(RequestView request, @Nullable String remote) {
        IpAddress address = remote == null ? null : ForwardedHops.address(unslashed(remote));
        if (isNone() || !(address == null ? remote == null && unixSockets : isTrusted(address))) {
            return address;
        }
        List<String> lines = request.header(header);
        for (int i = lines.size() - 1; i >= 0; i--) {
            ForwardedHops hops = new ForwardedHops(lines.get(i), header.equals("Forwarded"));
            while (hops.hasPrevious()) {
                IpAddress previous = hops.previous();
                if (previous == null) {
                    return address;
                }
                if (!isTrusted(previous)) {
                    return previous;
                }
                address = previous;
            }
        }
        return address;
    }

    /** As Java writes a socket's address that was never looked up: {@code /192.0.2.1}. */
    private static String unslashed(String remote) {
        return remote.startsWith("/") ? remote.substring(1) : remote;
    }

    boolean isNone() {
        return ranges.isEmpty() && !unixSockets;
    }

    private boolean isTrusted(IpAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
