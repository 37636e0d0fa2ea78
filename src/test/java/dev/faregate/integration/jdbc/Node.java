package dev.faregate.integration.jdbc;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import org.jspecify.annotations.Nullable;

/**
 * One process of a service, as far as a database can tell.
 *
 * @param stores its stores
 * @param faregate its services
 */
record Node(JdbcStores stores, Faregate faregate) implements AutoCloseable {

    static final Owner ADA = Owner.of("ada");

    private static final SigningKeys KEYS = SigningKeys.hs256(new byte[32]);

    static Node open(JdbcStoresBuilder settings) {
        JdbcStores stores = settings.open();
        return new Node(
                stores,
                Faregate.builder()
                        .signingKeys(KEYS)
                        .apiTokenStore(stores.apiTokens())
                        .sessionStore(stores.sessions())
                        .bucketStore(stores.buckets())
                        .build());
    }

    IssuedApiToken issue(String name) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, ADA, Permission.READ_WRITE))
                .orElseThrow();
    }

    String exchange(IssuedApiToken apiToken) {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(apiToken.secret()))
                .orElseThrow()
                .text();
    }

    /** Why a base token is rejected here; null if it is not. */
    @Nullable
    RejectionReason rejection(String baseToken) {
        Verification<Caller> verification = faregate.baseTokenVerifier().verify(baseToken);
        return verification instanceof Verification.Rejected<Caller> rejected ? rejected.reason() : null;
    }

    void revoke(IssuedApiToken apiToken) {
        faregate.tokenIssuer().revoke(apiToken.apiToken().id());
    }

    @Override
    public void close() {
        stores.close();
    }
}
