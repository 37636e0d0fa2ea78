package dev.faregate.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that another site made a browser send: by {@code Sec-Fetch-Site} (Fetch Metadata), and in browsers without it by
 * {@code Origin} (RFC 6454). Clients that send neither are no browsers, and send no cookie that they were not told to.
 */
final class CrossSite {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossSite() {}

    /** Whether another site sends this which {@link Cors} does not allow: whether or not it changes something, and without a cookie. */
    static boolean isFromElsewhere(RequestView request, @Nullable Cors cors) {
        return !isFromHere(request) && (cors == null || cors.allowed(request.header("Origin")) == null);
    }

    /** Whether a request comes from another site and may change something. A web socket may, though its handshake is a GET. */
    static boolean changesFromElsewhere(RequestView request, @Nullable Cors cors) {
        boolean reads =
                READING.contains(request.method()) && request.header("Upgrade").isEmpty();
        return !reads && !isFromHere(request) && !isAllowed(request, cors);
    }

    private static boolean isFromHere(RequestView request) {
        List<String> sites = request.header("Sec-Fetch-Site");
        if (!sites.isEmpty()) {
            return sites.size() == 1 && OWN.contains(sites.get(0));
        }
        List<String> origins = request.header("Origin");
        if (origins.isEmpty()) {
            return true;
        }
        String host = request.host();
        String origin = origins.get(0);
        int authority = origin.indexOf("://") + 3;
        return origins.size() == 1
                && host != null
                && authority > 2
                && origin.substring(authority).equals(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isAllowed(RequestView request, @Nullable Cors cors) {
        return cors != null && cors.allowsCookiesOf(request.header("Origin"));
    }
}
