package dev.faregate.demo;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what this machine's own programs and the demo's own page send. A page of another site can make a browser send
 * requests here: under a name of that site's own which it points at this machine (DNS rebinding), or with the browser's
 * memory of who is signed in (CSRF).
 */
final class OwnOriginFilter extends Filter {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> hosts;

    OwnOriginFilter(int port) {
        this.hosts = port == 80
                ? Set.of("127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80")
                : Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        if (!isOwnHost(only(exchange, "Host"))) {
            Reply.text(
                    exchange, 421, TEXT, "This demo answers at 127.0.0.1 and localhost, and at its own port only.\n");
            return;
        }
        if (!READING.contains(exchange.getRequestMethod()) && !isOwnOrigin(exchange)) {
            Reply.text(exchange, 403, TEXT, "A page of another site may change nothing here.\n");
            return;
        }
        chain.doFilter(exchange);
    }

    @Override
    public String description() {
        return "refuses what other sites' pages send";
    }

    /** Programs that are no browsers send neither of the two headers. */
    private boolean isOwnOrigin(HttpExchange exchange) {
        boolean originFits = !exchange.getRequestHeaders().containsKey("Origin") || isOwnUrl(only(exchange, "Origin"));
        boolean siteFits = !exchange.getRequestHeaders().containsKey("Sec-Fetch-Site")
                || OWN_SITES.contains(only(exchange, "Sec-Fetch-Site"));
        return originFits && siteFits;
    }

    private boolean isOwnUrl(String origin) {
        return origin.startsWith("http://") && isOwnHost(origin.substring("http://".length()));
    }

    private boolean isOwnHost(String host) {
        return hosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private static String only(HttpExchange exchange, String name) {
        @Nullable List<String> values = exchange.getRequestHeaders().get(name);
        return values == null || values.size() != 1 ? "" : values.get(0);
    }
}
