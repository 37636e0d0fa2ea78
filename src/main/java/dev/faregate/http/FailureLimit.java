package dev.faregate.http;

import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how often a client's address may guess. Only guesses are counted: a credential that was genuine once, and has expired
 * or was revoked, is none, or a forgotten job would lock out its whole office.
 */
final class FailureLimit {

    /** The name of the failures' buckets, which no endpoint can have. */
    static final String NAME = "failed credentials by address";

    private static final Logger LOGGER = LoggerFactory.getLogger(FailureLimit.class);
    private static final Set<RejectionReason> GUESSES = EnumSet.of(
            RejectionReason.MALFORMED,
            RejectionReason.WRONG_KIND,
            RejectionReason.UNKNOWN,
            RejectionReason.UNKNOWN_KEY,
            RejectionReason.BAD_SIGNATURE,
            RejectionReason.INVALID_CLAIMS);

    private final EndpointLimiter failures;
    private final TrustedProxies proxies;
    private final int ipv6Prefix;
    private final AtomicBoolean told = new AtomicBoolean();

    FailureLimit(EndpointLimiter failures, TrustedProxies proxies, int ipv6Prefix) {
        this.failures = failures;
        this.proxies = proxies;
        this.ipv6Prefix = ipv6Prefix;
    }

    /** The answer to a client that may guess no more for now, or null if it may. */
    @Nullable
    Decision exhausted(RequestView request) {
        String client = client(request);
        if (client == null) {
            return null;
        }
        Decision decision = failures.peek(client, 1);
        if (decision.allowed()) {
            return null;
        }
        if (proxies.isNone() && !request.header("X-Forwarded-For").isEmpty()) {
            tellOnce(
                    "Too many failed credentials from {}, which sends X-Forwarded-For. If it is a proxy, name it in "
                            + "RequestGuardBuilder.trustedProxies: until then all its clients share one limit.",
                    client);
        }
        return decision;
    }

    void count(RequestView request, RejectionReason reason) {
        String client = GUESSES.contains(reason) ? client(request) : null;
        if (client != null) {
            failures.take(client);
        }
    }

    /** Who sent a request: an address of IPv4, or the prefix of one of IPv6; null if it is not known. */
    private @Nullable String client(RequestView request) {
        String remote = request.remoteAddress();
        IpAddress address = proxies.client(request, remote);
        if (address == null) {
            tellOnce(
                    "The client's address is not known ({}). Failed credentials of such clients are not limited.",
                    remote);
            return null;
        }
        if (!address.isIpv4()) {
            return address.prefix(ipv6Prefix).toString();
        }
        // There is one literal for an address of IPv4.
        boolean literal = remote != null && proxies.isNone() && remote.indexOf(':') < 0;
        return literal ? remote : address.toString();
    }

    private void tellOnce(String message, @Nullable Object what) {
        if (told.compareAndSet(false, true)) {
            LOGGER.warn(message, what);
        }
    }
}
