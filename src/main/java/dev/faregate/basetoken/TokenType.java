package dev.faregate.basetoken;

import dev.faregate.identity.CredentialKind;

/**
 * The kinds of signed token. The kind stands in the header ({@code typ}, RFC 8725 section 3.11), so that a token of one
 * kind never passes as another.
 */
public enum TokenType {
    /** Made from an API token by exchange. */
    BASE_TOKEN("base+jwt", CredentialKind.BASE_TOKEN),
    /** Made at sign-in. */
    SESSION_TOKEN("session+jwt", CredentialKind.SESSION_TOKEN),
    /** Made with a session token, about the same session, and good for one more. */
    REFRESH_TOKEN("refresh+jwt", CredentialKind.SESSION_TOKEN);

    private final String typ;
    private final CredentialKind kind;

    TokenType(String typ, CredentialKind kind) {
        this.typ = typ;
        this.kind = kind;
    }

    String typ() {
        return typ;
    }

    /** What its claims are about: those of a refresh token are about its session. */
    CredentialKind kind() {
        return kind;
    }
}
