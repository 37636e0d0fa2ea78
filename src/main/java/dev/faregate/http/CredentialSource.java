package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a request where a credential may stand. There are these:
 *
 * <table>
 * <caption>Sources</caption>
 * <tr><th>source</th><th>request</th><th>challenge of a 401</th></tr>
 * <tr><td>{@link #bearer}</td><td>{@code Authorization: Bearer T}</td><td>{@code Bearer realm="…"}</td></tr>
 * <tr><td>{@link #scheme scheme("Token")}</td><td>{@code Authorization: Token T}</td><td>{@code Token realm="…"}</td></tr>
 * <tr><td>{@link #header header("xc-token")}</td><td>{@code xc-token: T}</td><td>{@code ApiKey realm="…", header="xc-token"}</td></tr>
 * <tr><td>{@link #cookie cookie("session")}</td><td>{@code Cookie: session=T}</td><td>{@code ApiKey realm="…", cookie="session"}</td></tr>
 * <tr><td>{@link #basicPassword}</td><td>{@code Authorization: Basic} with the base64 of {@code user:T}</td>
 *     <td>{@code Basic realm="…", charset="UTF-8"}</td></tr>
 * <tr><td>{@link #basicUser}</td><td>{@code Authorization: Basic} with the base64 of {@code T:password}</td>
 *     <td>{@code Basic realm="…", charset="UTF-8"}</td></tr>
 * <tr><td>{@link #subprotocol subprotocol("bearer")}</td><td>{@code Sec-WebSocket-Protocol: bearer, T}</td>
 *     <td>{@code ApiKey realm="…", subprotocol="bearer"}</td></tr>
 * </table>
 *
 * <p>No source is the query string, which ends up in logs (RFC 9700 section 4.3.2). An empty text is no credential. Immutable.
 */
public final class CredentialSource {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static final Problem SEVERAL = Problem.of(Kind.CREDENTIALS_SEVERAL, "Send one credential, once.");
    static final Problem MALFORMED =
            Problem.of(Kind.CREDENTIAL_INVALID, "After Basic belongs the base64 of user:password in UTF-8.");

    private final CredentialPlace place;
    private final boolean crossSite;
    private final String key;

    private CredentialSource(CredentialPlace place, boolean crossSite) {
        this.place = place;
        this.crossSite = crossSite;
        this.key = place.key();
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
        return new CredentialSource(new CredentialPlace.Scheme(checked("scheme", scheme)), true);
    }

    /**
     * A header that holds the credential and nothing else, say {@code xc-token}.
     *
     * @param name the header's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot be a header's
     */
    public static CredentialSource header(String name) {
        return new CredentialSource(new CredentialPlace.Whole(checked("header", name)), true);
    }

    /**
     * Takes the password of {@code Authorization: Basic} (RFC 7617) as the credential: for git, Maven, Docker and other clients that
     * know nothing else. The user is not looked at, and may be empty. Without a password there is no credential here.
     *
     * <p>User and password are the base64 of {@code user:password} in UTF-8, without control characters. Anything else behind
     * {@code Basic} is refused with 401. Where {@link #basicUser} is a source, too, the first of the two that is not empty counts.
     *
     * <p>Such clients send a credential only after a challenge by {@code Basic}. So a 401 names it even if this is not the first
     * source, as a second challenge in the same line. Some clients read the first challenge alone: list this source first for them.
     * A browser that shows such an answer as a page asks its user for a password.
     *
     * @return the source
     */
    public static CredentialSource basicPassword() {
        return new CredentialSource(new CredentialPlace.Basic(false), true);
    }

    /**
     * Takes the user of {@code Authorization: Basic} as the credential, as {@code curl -u TOKEN:} sends it. The password is not looked
     * at. All else is as it is with {@link #basicPassword}.
     *
     * @return the source
     */
    public static CredentialSource basicUser() {
        return new CredentialSource(new CredentialPlace.Basic(true), true);
    }

    /**
     * Takes the credential out of the protocols that the client of a web socket offers (RFC 6455 section 1.9): the one behind the
     * marker. It is the one header that a script in a browser can set there: {@code new WebSocket(url, ["bearer", token])}.
     *
     * <p>The server must answer the handshake with one of the offered protocols, or a browser closes the socket at once. Let the server
     * select the marker ({@code Sec-WebSocket-Protocol: bearer}), or a protocol of the application's that the client offers as well
     * ({@code ["bearer", token, "chat.v1"]}). It must never select the credential, which would stand in the answer then.
     * Frameworks select among the protocols that they were given: give them the marker.
     *
     * <p>The credential must be an HTTP token (RFC 9110 section 5.6.2), which all base tokens, session tokens and usual API tokens are.
     * Protocols are compared with regard to case.
     *
     * @param marker the protocol that announces the credential, say {@code bearer}
     * @return the source
     * @throws IllegalArgumentException if the marker cannot be a protocol's name
     */
    public static CredentialSource subprotocol(String marker) {
        return new CredentialSource(new CredentialPlace.Subprotocol(checked("subprotocol", marker)), true);
    }

    /**
     * A cookie (RFC 6265 section 4.2), say {@code refresh_token}. Names are compared with regard to case; the value is taken as
     * it was sent, quotation marks included. Two cookies of the name with different values are refused, as a browser sends them that
     * keeps an old one for another path; under {@link RequestGuardBuilder#firstCredentialWins} the first counts, which browsers send
     * for the longer path. Equal values are one credential.
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
        return new CredentialSource(new CredentialPlace.Cookie(checked("cookie", name)), false);
    }

    /**
     * Returns the same source, which takes a cookie from any site. Use it only where something else tells such requests apart: an
     * anti-forgery token of the application's, say.
     *
     * @return the changed copy
     */
    public CredentialSource crossSite() {
        return new CredentialSource(place, true);
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
     * @throws RefusedException if there are several, or it is malformed; to be answered by the adapter in the guard's error format
     */
    public Optional<String> credentialIn(List<String> values) {
        List<String> candidates = place.candidates(values);
        if (candidates.size() > 1) {
            throw new RefusedException(SEVERAL);
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        if (place.isMalformed(candidates.get(0))) {
            throw new RefusedException(MALFORMED);
        }
        return Optional.ofNullable(place.credentialIn(candidates.get(0)));
    }

    /** What may be a credential in a request: more than one is too many. */
    List<String> candidates(RequestView request) {
        return place.candidates(request.header(place.header()));
    }

    /** Whether a credential stands here, even among others. */
    boolean holds(String credential, RequestView request) {
        return candidates(request).stream().anyMatch(candidate -> credential.equals(place.credentialIn(candidate)));
    }

    CredentialPlace place() {
        return place;
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
        return this == other || (other instanceof CredentialSource that && key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
