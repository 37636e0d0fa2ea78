package dev.faregate.basetoken;

/**
 * The kinds of signed token. The kind stands in the header ({@code typ}, RFC 8725 section 3.11), so that a token of one
 * kind never passes as another.
 */
public enum TokenType {
    /** Made from an API token by exchange. */
    BASE_TOKEN("base+jwt"),
    /** Made at sign-in. */
    SESSION_TOKEN("session+jwt"),
    /** Made with a session token, and good for one more. */
    REFRESH_TOKEN("refresh+jwt");

    private final String typ;

    TokenType(String typ) {
        this.typ = typ;
    }

    String typ() {
        return typ;
    }
}
