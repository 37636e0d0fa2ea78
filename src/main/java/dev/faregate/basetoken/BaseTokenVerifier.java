package dev.faregate.basetoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Verification;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Turns a base token into what it proves, or the reason why not. Asks no store: signature, life and the revocations that
 * this node knows of are enough. Safe for use by many threads.
 */
public final class BaseTokenVerifier {

    private final SignedTokens baseTokens;
    private final Consumer<String> uses;

    /**
     * Verifies the base tokens of one issuer.
     *
     * @param baseTokens signed tokens of type {@link TokenType#BASE_TOKEN}
     */
    public BaseTokenVerifier(SignedTokens baseTokens) {
        this(baseTokens, id -> {});
    }

    /**
     * Verifies the base tokens of one issuer, and counts that as a use of the API tokens that they were made from.
     *
     * @param baseTokens signed tokens of type {@link TokenType#BASE_TOKEN}
     * @param uses takes the API token's id for each base token that is accepted; must be quick
     */
    public BaseTokenVerifier(SignedTokens baseTokens, Consumer<String> uses) {
        this.baseTokens = Objects.requireNonNull(baseTokens, "baseTokens");
        this.uses = Objects.requireNonNull(uses, "uses");
    }

    /**
     * Verifies.
     *
     * @param baseToken the presented text; any text at all
     * @return what it proves, or why it is rejected
     */
    public Verification<Caller> verify(String baseToken) {
        Objects.requireNonNull(baseToken, "baseToken");
        Verification<Caller> verified = baseTokens.verify(baseToken).map(Claims::caller);
        if (verified instanceof Verification.Accepted<Caller> accepted) {
            uses.accept(accepted.value().tokenId());
        }
        return verified;
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
