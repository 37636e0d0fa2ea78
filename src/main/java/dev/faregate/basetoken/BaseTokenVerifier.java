package dev.faregate.basetoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Verification;
import java.util.Objects;

/**
 * Turns a base token into what it proves, or the reason why not. Asks no store: signature, life and the revocations that
 * this node knows of are enough. Safe for use by many threads.
 */
public final class BaseTokenVerifier {

    private final SignedTokens baseTokens;

    /**
     * Verifies the base tokens of one issuer.
     *
     * @param baseTokens signed tokens of type {@link TokenType#BASE_TOKEN}
     */
    public BaseTokenVerifier(SignedTokens baseTokens) {
        this.baseTokens = baseTokens;
    }

    /**
     * Verifies.
     *
     * @param baseToken the presented text; any text at all
     * @return what it proves, or why it is rejected
     */
    public Verification<Caller> verify(String baseToken) {
        Objects.requireNonNull(baseToken, "baseToken");
        return baseTokens.verify(baseToken).map(Claims::caller);
    }

    /**
     * Verifies as {@link #verify} does, and returns all that the token says, further claims included.
     *
     * @param baseToken the presented text; any text at all
     * @return the claims, or why the token is rejected
     */
    public Verification<Claims> claims(String baseToken) {
        Objects.requireNonNull(baseToken, "baseToken");
        return baseTokens.verify(baseToken);
    }

    /**
     * Whether {@link #verify} may block the thread that calls it: to ask the store of the revocation log, where that has been silent
     * for too long or lies behind.
     *
     * @return false if the revocation log is in the memory of this process
     */
    public boolean blocks() {
        return baseTokens.blocks();
    }

    /**
     * Whether a text claims to be a base token of this issuer.
     *
     * @param text any text
     * @return true if it has the header of one
     */
    public boolean recognizes(String text) {
        return baseTokens.recognizes(text);
    }
}
