package dev.faregate.exchange;

import dev.faregate.basetoken.Claims;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in yields: a signed text that works until sign-out or until its life is over. {@code toString} leaves the texts
 * out.
 *
 * @param text what a client presents
 * @param claims what it says
 * @param refreshToken what a client hands in, once, for another session token and the next refresh token; null where sessions cannot be refreshed
 */
public record SessionToken(
        String text, Claims claims, @Nullable String refreshToken) {

    /**
     * Checks that what must be there is there.
     *
     * @param text what a client presents
     * @param claims what it says
     * @param refreshToken the refresh token; null for none
     */
    public SessionToken {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(claims, "claims");
    }

    /**
     * The session's id, which is safe to keep and to show, and stays when the session is refreshed. It is the id in {@link SessionTokens#list}.
     *
     * @return what {@link SessionTokens#signOut(dev.faregate.identity.Owner, String)} takes
     */
    public String sessionId() {
        return claims.sourceId();
    }

    @Override
    public String toString() {
        return "SessionToken[text=<redacted>, claims=" + claims + ", refreshToken="
                + (refreshToken == null ? "none" : "<redacted>") + "]";
    }
}
