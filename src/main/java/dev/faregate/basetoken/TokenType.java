package dev.faregate.basetoken;

import dev.faregate.identity.CredentialKind;
import java.util.List;

/**
 * The kinds of signed token. The kind is in the header ({@code typ}, RFC 8725 section 3.11), so that a token of one
 * kind never passes as another. No two kinds have a {@code typ} in common.
 *
 * <p>Base tokens are for other verifiers, too. Session and refresh tokens are for this library alone: a verifier that checks
 * {@code typ} refuses them. So does a verifier that does not, since their header names a critical parameter
 * (RFC 7515 section 4.1.11) that no other verifier understands.
 */
public enum TokenType {
    /** Made from an API token by exchange. Its {@code typ} is {@code JWT}, or {@code at+jwt} by RFC 9068. */
    BASE_TOKEN("JWT", CredentialKind.BASE_TOKEN),
    /** Made at sign-in. */
    SESSION_TOKEN("session+jwt", CredentialKind.SESSION_TOKEN),
    /** Made with a session token, about the same session, and good for one more. */
    REFRESH_TOKEN("refresh+jwt", CredentialKind.SESSION_TOKEN);

    /** RFC 9068 section 2.1. */
    static final String ACCESS_TOKEN_TYP = "at+jwt";

    private final String typ;
    private final CredentialKind kind;

    TokenType(String typ, CredentialKind kind) {
        this.typ = typ;
        this.kind = kind;
    }

    /** The {@code typ} unless another is asked for. */
    String typ() {
        return typ;
    }

    /** Every {@code typ} that a token of this kind may have. */
    List<String> typs() {
        return this == BASE_TOKEN ? List.of(typ, ACCESS_TOKEN_TYP) : List.of(typ);
    }

    /** Whether other verifiers may accept it. */
    boolean isForOthers() {
        return this == BASE_TOKEN;
    }

    /** What its claims are about: those of a refresh token are about its session. */
    CredentialKind kind() {
        return kind;
    }
}
