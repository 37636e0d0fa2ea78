package dev.faregate.exchange;

import dev.faregate.basetoken.Claims;

/**
 * What a sign-in yields: a signed text that works until sign-out or until its life is over. {@code toString} leaves the text
 * out.
 *
 * @param text what a client presents
 * @param claims what it says
 */
public record SessionToken(String text, Claims claims) {

    @Override
    public String toString() {
        return "SessionToken[text=<redacted>, claims=" + claims + "]";
    }
}
