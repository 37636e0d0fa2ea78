package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request a credential may stand: in a header of its own, behind a scheme in {@code Authorization}, or in a cookie.
 * Never in the query string, which ends up in logs (RFC 9700 section 4.3.2). Immutable.
 */
public final class CredentialSource {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final String header;
    private final @Nullable String scheme;
    private final @Nullable String cookie;
    private final boolean crossSite;
    private final String name;
    private final int hash;

    private CredentialSource(String header, @Nullable String scheme, @Nullable String cookie, boolean crossSite) {
        this.header = header;
        this.scheme = scheme;
        this.cookie = cookie;
        this.crossSite = crossSite;
        String text = scheme == null ? header : header + ": " + scheme + " …";
        this.name = cookie == null ? text : header + ": " + cookie + "=…";
        this.hash = name.toLowerCase(Locale.ROOT).hashCode();
    }

    /**
     * {@code Authorization: Bearer …} (RFC 6750 section 2.1).
     *
     * @return the source
     */
    public static CredentialSource bearer() {
        return scheme("Bearer");
    }

    /**
     * {@code Authorization} with a scheme of one's own, say {@code Token}. Schemes are compared without regard to case.
     *
     * @param scheme the scheme's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot stand in a header
     */
    public static CredentialSource scheme(String scheme) {
        return new CredentialSource("Authorization", checked("scheme", scheme), null, true);
    }

    /**
     * A header that holds the credential and nothing else, say {@code xc-token}.
     *
     * @param name the header's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot be a header's
     */
    public static CredentialSource header(String name) {
        return new CredentialSource(checked("header", name), null, null, true);
    }

    /**
     * A cookie (RFC 6265 section 4.2), say {@code refresh_token}. Names are compared with regard to case; the value is taken as
     * it was sent, quotation marks included.
     *
     * <p>A browser sends its cookies with requests that other sites make it send as well. So a request with this credential that
     * changes something (any method but {@code GET}, {@code HEAD}, {@code OPTIONS} and {@code TRACE}, or the handshake of a web
     * socket) is refused with 403 if it comes from another site: by {@code Sec-Fetch-Site}, or else by an {@code Origin} that is not
     * the request's host. Origins that {@link Cors} allows with credentials are not refused. {@link #crossSite} lifts this.
     *
     * <p>Set such a cookie {@code HttpOnly}, {@code Secure} and {@code SameSite=Lax} or stricter. Begin its name with {@code __Host-}, so
     * that no neighbouring domain can set it.
     *
     * @param name the cookie's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot be a cookie's
     */
    public static CredentialSource cookie(String name) {
        return new CredentialSource("Cookie", null, checked("cookie", name), false);
    }

    /**
     * Returns the same source, which takes a cookie from any site. Use it only where something else tells such requests apart: an
     * anti-forgery token of the application's, say.
     *
     * @return the changed copy
     */
    public CredentialSource crossSite() {
        return new CredentialSource(header, scheme, cookie, true);
    }

    boolean refusesCrossSite() {
        return !crossSite;
    }

    /** One cookie cannot be taken from any site for one kind of credential and from none for another. */
    void requireSameRule(CredentialSource same) {
        if (crossSite != same.crossSite) {
            throw new IllegalStateException(
                    "credential source: " + this + " with crossSite() and without (expected: one of both)");
        }
    }

    /**
     * Reads this source by itself, for a credential that no guard checks: the refresh token at an {@linkplain Endpoint#open()
     * open} endpoint, say.
     *
     * @param values the values of this source's header, one for each time it was sent, as {@link RequestView#header} tells them
     * @return the credential; empty if there is none, or only one of another scheme
     * @throws RefusedException if there are several, to be answered by the adapter in the guard's error format
     */
    public Optional<String> credentialIn(List<String> values) {
        List<String> candidates = candidates(values);
        if (candidates.size() > 1) {
            throw new RefusedException(Problem.of(Kind.CREDENTIALS_SEVERAL, "Send one credential, once."));
        }
        return candidates.isEmpty() ? Optional.empty() : Optional.ofNullable(credentialIn(candidates.get(0)));
    }

    /** What may be a credential in a request: more than one is too many. */
    List<String> candidates(RequestView request) {
        return candidates(request.header(header));
    }

    private List<String> candidates(List<String> values) {
        if (cookie == null) {
            return values;
        }
        List<String> found = new ArrayList<>(1);
        // HTTP/2 may cut a cookie header into several (RFC 9113 section 8.2.3).
        for (String value : values) {
            for (String pair : value.split(";", -1)) {
                int start = firstNonSpace(pair, 0);
                int end = start + cookie.length();
                if (pair.startsWith(cookie, start) && pair.startsWith("=", end)) {
                    found.add(pair.substring(end + 1));
                }
            }
        }
        return found;
    }

    /** The credential of a request that has one here; null if it has none, or several. */
    @Nullable
    String only(RequestView request) {
        List<String> candidates = candidates(request);
        return candidates.size() == 1 ? credentialIn(candidates.get(0)) : null;
    }

    /** The credential in a candidate, or null if it is of another scheme. */
    @Nullable
    String credentialIn(String value) {
        if (scheme == null) {
            return value;
        }
        int end = scheme.length();
        // Nearly all write it as it stands here.
        if (!value.startsWith(scheme) && !value.regionMatches(true, 0, scheme, 0, end)) {
            return null;
        }
        if (value.length() == end) {
            return "";
        }
        return value.charAt(end) == ' ' ? value.substring(firstNonSpace(value, end)) : null;
    }

    /** What a 401 answers to whoever could have used this source (RFC 9110 section 11.6.1). */
    String challenge(String realm) {
        if (scheme != null) {
            return scheme + " realm=\"" + realm + '"';
        }
        String place = cookie == null ? "header=\"" + header : "cookie=\"" + cookie;
        return "ApiKey realm=\"" + realm + "\", " + place + '"';
    }

    private static int firstNonSpace(String value, int from) {
        int start = from;
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static String checked(String what, String name) {
        Objects.requireNonNull(name, what);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("credential " + what + ": \"" + name + "\" (expected: " + TOKEN + ")");
        }
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CredentialSource that
                        && name.equalsIgnoreCase(that.name)
                        && Objects.equals(cookie, that.cookie));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
