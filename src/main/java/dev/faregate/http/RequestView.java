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
     * The address at the other end of the connection: of the client, or of the last proxy before this server. Never what a header
     * claims; {@link TrustedProxies} are the guard's affair.
     *
     * @return the address as a literal, {@code 203.0.113.7} or {@code 2001:db8::1}; null if there is none, as on a Unix socket
     */
    @Nullable
    String remoteAddress();
}
