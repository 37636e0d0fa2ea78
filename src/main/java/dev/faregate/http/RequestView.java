package dev.faregate.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a guard needs to see of a request. What a framework adapter has to provide, beside a {@link ResponseView}. */
public interface RequestView {

    /**
     * The request's method.
     *
     * @return in upper case, as sent: {@code GET}
     */
    String method();

    /**
     * The request's path as it was sent: percent-encoded, without the query.
     *
     * @return beginning with a slash
     */
    String rawPath();

    /**
     * Every value of a header, one for each time it was sent.
     *
     * @param name the header's name, in any case
     * @return the values, in order; empty if the header was not sent
     */
    List<String> header(String name);

    /**
     * Returns the address at the other end of the connection: of the client, or of the last proxy before this server. Never what a
     * header claims, nor what a wrapper of the request makes of one: {@link TrustedProxies} are the guard's affair.
     *
     * @return the address as a literal, {@code 203.0.113.7} or {@code 2001:db8::1}, with or without a port; null if there is none, as
     *     on a Unix socket
     */
    @Nullable
    String remoteAddress();

    /**
     * Returns the host that the request names.
     *
     * @return the {@code Host} header, or HTTP/2's {@code :authority}; null if there is none, or more than one
     */
    default @Nullable String host() {
        List<String> hosts = header("Host");
        return hosts.size() == 1 ? hosts.get(0) : null;
    }

    /**
     * Returns what guards have decided about this very request. An adapter keeps it with the request, under the attribute
     * {@link RequestChecks#ATTRIBUTE}, and so over each dispatch of the request.
     *
     * @return the request's own; by default new ones each time, for a server that dispatches a request once
     */
    default RequestChecks checks() {
        return RequestChecks.begin();
    }
}
