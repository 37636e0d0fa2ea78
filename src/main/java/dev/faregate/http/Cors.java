package dev.faregate.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which origins' scripts may call, by the rules of the Fetch standard (section 3.2). A guard with such rules answers preflights
 * itself, and lets scripts read its refusals. A script may send any method and header: what it may do, its credential says.
 * Immutable.
 */
public final class Cors {

    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]_-]+");
    private static final Pattern REQUESTED = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, \\t-]{1,4096}");

    /** Names all origins as allowed. */
    static final String ANY = "*";

    /** Null for any. */
    private final @Nullable Set<String> origins;

    private final boolean credentials;
    private final Duration maxAge;

    private Cors(@Nullable Set<String> origins, boolean credentials, Duration maxAge) {
        this.origins = origins;
        this.credentials = credentials;
        this.maxAge = maxAge;
    }

    /**
     * Lets scripts of any origin call.
     *
     * @return the rules, with preflights kept for an hour
     */
    public static Cors anyOrigin() {
        return new Cors(null, false, Duration.ofHours(1));
    }

    /**
     * Lets scripts of some origins call.
     *
     * @param origins the origins as browsers send them, in lower case and without a path: {@code https://app.example}
     * @return the rules, with preflights kept for an hour
     * @throws IllegalArgumentException if one is no origin
     */
    public static Cors origins(String... origins) {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("origin: \"" + origin
                        + "\" (expected: scheme, host and port in lower case, as in https://app.example:8443)");
            }
        }
        return new Cors(Set.of(origins), false, Duration.ofHours(1));
    }

    /**
     * The same, with cookies and what else browsers send by themselves. Not needed for credentials that scripts put into headers.
     *
     * @return the changed copy
     * @throws IllegalStateException if any origin may call, with which the standard does not allow it
     */
    public Cors withCredentials() {
        if (origins == null) {
            throw new IllegalStateException("credentials: of any origin (expected: named origins)");
        }
        return new Cors(origins, true, maxAge);
    }

    /**
     * The same, with another time for which browsers may keep the answer to a preflight; most cap it at two hours or less.
     *
     * @param time at least zero; counted in whole seconds
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Cors maxAge(Duration time) {
        if (Objects.requireNonNull(time, "time").isNegative()) {
            throw new IllegalArgumentException("max age: " + time + " (expected: >= 0)");
        }
        return new Cors(origins, credentials, time);
    }

    /** The answer to a preflight; to an origin that may not call, one that allows nothing. */
    Verdict.Answered answerPreflight(RequestView request) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        lines.accept("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String allowed = allowed(request.header("Origin"));
        if (allowed != null) {
            allow(allowed, lines);
            echo(request, "Access-Control-Request-Method", "Access-Control-Allow-Methods", lines);
            echo(request, "Access-Control-Request-Headers", "Access-Control-Allow-Headers", lines);
            lines.accept("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        }
        return new Verdict.Answered(204, lines.headers(), "");
    }

    boolean allowsAny() {
        return origins == null;
    }

    /** Whether answers to scripts of different origins differ. */
    boolean varies() {
        return origins != null;
    }

    /** All that {@link #allowed} ever names. */
    Set<String> allowed() {
        return origins == null ? Set.of(ANY) : origins;
    }

    /** Whom an answer names as allowed to read it, by the values of a request's {@code Origin} header; null for nobody. */
    @Nullable
    String allowed(List<String> sent) {
        if (sent.size() != 1) {
            return null;
        }
        String origin = sent.get(0);
        return origins == null ? ANY : origins.contains(origin) ? origin : null;
    }

    /** Whether scripts of an origin, by the values of a request's {@code Origin} header, may call with cookies. */
    boolean allowsCookiesOf(List<String> sent) {
        return credentials && allowed(sent) != null;
    }

    /** Lets a script of an allowed origin read an answer. */
    void write(@Nullable String allowed, ResponseHeaders.Lines lines) {
        if (allowed != null) {
            allow(allowed, lines);
        }
    }

    private void allow(String allowed, ResponseHeaders.Lines lines) {
        lines.accept("Access-Control-Allow-Origin", allowed);
        if (credentials) {
            lines.accept("Access-Control-Allow-Credentials", "true");
        }
    }

    private static void echo(RequestView request, String requested, String allowed, ResponseHeaders.Lines lines) {
        String value = String.join(", ", request.header(requested));
        if (REQUESTED.matcher(value).matches()) {
            lines.accept(allowed, value);
        }
    }
}
