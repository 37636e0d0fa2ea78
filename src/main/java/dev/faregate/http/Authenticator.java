package dev.faregate.http;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.BaseTokenVerifier;
import dev.faregate.exchange.SessionTokens;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Verification;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Knows one kind of credential: by its shape, and whether it is good. Safe for use by many threads. */
public interface Authenticator {

    /**
     * The kind that this knows.
     *
     * @return the kind
     */
    CredentialKind kind();

    /**
     * Whether a text has the shape of this kind. Decides nothing; cheap, and asks no store.
     *
     * @param credential any text
     * @return true if it is worth authenticating
     */
    boolean recognizes(String credential);

    /**
     * Authenticates.
     *
     * @param credential any text
     * @return what it proves, or why it is rejected
     */
    Verification<Caller> authenticate(String credential);

    /**
     * Authenticates for a client. Override it to treat clients fairly where an answer is expensive: one that sends many bad credentials
     * must not delay those of others.
     *
     * @param credential any text
     * @param client what the client is known by: its address, or the prefix of one of IPv6
     * @return what it proves, or why it is rejected; by default the answer of {@link #authenticate(String)}
     */
    default Verification<Caller> authenticate(String credential, String client) {
        return authenticate(credential);
    }

    /**
     * Whether {@link #authenticate(String)} may block the thread that calls it: it asks a database or another service.
     *
     * @return true unless overridden
     */
    default boolean blocks() {
        return true;
    }

    /**
     * Authenticates without blocking the thread that calls.
     *
     * @param credential any text
     * @param blocking runs what blocks
     * @return the answer of {@link #authenticate(String)}, sooner or later; fails with what that throws
     */
    default CompletionStage<Verification<Caller>> authenticateAsync(String credential, Executor blocking) {
        return blocks()
                ? CompletableFuture.supplyAsync(() -> authenticate(credential), blocking)
                : CompletableFuture.completedStage(authenticate(credential));
    }

    /**
     * Authenticates for a client without blocking the thread that calls.
     *
     * @param credential any text
     * @param client what the client is known by: its address, or the prefix of one of IPv6
     * @param blocking runs what blocks
     * @return the answer of {@link #authenticate(String, String)}, sooner or later; by default that of
     *     {@link #authenticateAsync(String, Executor)}
     */
    default CompletionStage<Verification<Caller>> authenticateAsync(
            String credential, String client, Executor blocking) {
        return authenticateAsync(credential, blocking);
    }

    /**
     * Knows an issuer's API tokens.
     *
     * @param issuer the issuer
     * @return the authenticator
     */
    static Authenticator of(TokenIssuer issuer) {
        Objects.requireNonNull(issuer, "issuer");
        return new Authenticator() {
            @Override
            public CredentialKind kind() {
                return CredentialKind.API_TOKEN;
            }

            @Override
            public boolean recognizes(String credential) {
                return issuer.recognizes(credential);
            }

            @Override
            public Verification<Caller> authenticate(String credential) {
                return issuer.authenticate(credential).map(ApiToken::caller);
            }

            @Override
            public boolean blocks() {
                return issuer.blocks();
            }

            @Override
            public CompletionStage<Verification<Caller>> authenticateAsync(String credential, Executor blocking) {
                return issuer.authenticateAsync(credential, blocking).thenApply(found -> found.map(ApiToken::caller));
            }

            @Override
            public Verification<Caller> authenticate(String credential, String client) {
                return issuer.authenticate(credential, client).map(ApiToken::caller);
            }

            @Override
            public CompletionStage<Verification<Caller>> authenticateAsync(
                    String credential, String client, Executor blocking) {
                return issuer.authenticateAsync(credential, client, blocking)
                        .thenApply(found -> found.map(ApiToken::caller));
            }
        };
    }

    /**
     * Knows base tokens.
     *
     * @param verifier the verifier
     * @return the authenticator
     */
    static Authenticator of(BaseTokenVerifier verifier) {
        Objects.requireNonNull(verifier, "verifier");
        return new Authenticator() {
            @Override
            public CredentialKind kind() {
                return CredentialKind.BASE_TOKEN;
            }

            @Override
            public boolean recognizes(String credential) {
                return verifier.recognizes(credential);
            }

            @Override
            public Verification<Caller> authenticate(String credential) {
                return verifier.verify(credential);
            }

            @Override
            public boolean blocks() {
                return verifier.blocks();
            }
        };
    }

    /**
     * Knows session tokens.
     *
     * @param sessions the session tokens
     * @return the authenticator
     */
    static Authenticator of(SessionTokens sessions) {
        Objects.requireNonNull(sessions, "sessions");
        return new Authenticator() {
            @Override
            public CredentialKind kind() {
                return CredentialKind.SESSION_TOKEN;
            }

            @Override
            public boolean recognizes(String credential) {
                return sessions.recognizes(credential);
            }

            @Override
            public Verification<Caller> authenticate(String credential) {
                return sessions.verify(credential);
            }

            @Override
            public boolean blocks() {
                return sessions.blocks();
            }
        };
    }
}
