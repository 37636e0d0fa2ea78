package dev.faregate.exchange;

import dev.faregate.basetoken.Claims;
import java.time.Duration;

/**
 * A signed, expiring text made from an API token. {@code toString} leaves the text out.
 *
 * @param text what a client presents
 * @param claims what it says
 */
public record BaseToken(String text, Claims claims) {

    /**
     * How long it lives from its making ({@code expires_in} in an answer).
     *
     * @return whole seconds, at least one
     */
    public Duration life() {
        return Duration.between(claims.issuedAt(), claims.expiresAt());
    }

    @Override
    public String toString() {
        return "BaseToken[text=<redacted>, claims=" + claims + "]";
    }
}
