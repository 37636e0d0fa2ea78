package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import java.util.Optional;

/**
 * Issues an API token unless one of the name is alive: then shows its secret again. Others may issue or revoke meanwhile; so it
 * looks until it has either found one or issued one. Safe for use by many threads.
 */
final class IdempotentIssue {

    private final TokenIssuer issuer;
    private final ApiTokenStore store;
    private final SealedSecrets sealed;

    IdempotentIssue(TokenIssuer issuer, ApiTokenStore store, SealedSecrets sealed) {
        this.issuer = issuer;
        this.store = store;
        this.sealed = sealed;
    }

    IssueResult issue(ApiTokenRequest request) {
        sealed.requireSeal();
        while (true) {
            Optional<ApiToken> there = ofTheNameIn(request);
            if (there.isPresent()) {
                Optional<IssueResult> shown = shownAgain(there.get(), request.owner());
                if (shown.isPresent()) {
                    return shown.get();
                }
                // Revoked between the two: issue it anew.
                continue;
            }
            IssueResult result = issuer.issue(request);
            if (!(result instanceof IssueResult.NameTaken)) {
                return result;
            }
            // Issued by somebody else between the two: show that.
        }
    }

    private Optional<ApiToken> ofTheNameIn(ApiTokenRequest request) {
        Resource resource = request.resource();
        return resource == null
                ? issuer.ownedBy(request.owner()).named(request.name())
                : issuer.list(ApiTokenQuery.of(resource).named(request.name())).apiTokens().stream()
                        .findFirst();
    }

    /** Empty if there is no such live API token any more. */
    private Optional<IssueResult> shownAgain(ApiToken apiToken, Owner owner) {
        if (!apiToken.owner().equals(owner)) {
            return Optional.of(new IssueResult.NameTaken(apiToken.name()));
        }
        return Optional.ofNullable(store.find(apiToken.id())).map(stored -> {
            String secret = sealed.open(stored);
            return secret == null
                    ? new IssueResult.NameTaken(apiToken.name())
                    : new IssueResult.Issued(new IssuedApiToken(stored.apiToken(), secret));
        });
    }
}
