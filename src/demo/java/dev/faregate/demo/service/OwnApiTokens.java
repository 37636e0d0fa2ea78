package dev.faregate.demo.service;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import java.util.List;

/** API tokens as far as their owners may handle them: what belongs to another is not found. */
public final class OwnApiTokens {

    private final TokenIssuer issuer;

    /** The API tokens of an issuer. */
    public OwnApiTokens(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** Issues one, or refuses in words that its owner understands. */
    public IssuedApiToken issue(ApiTokenRequest request) {
        IssueResult result = issuer.issue(request);
        if (result instanceof IssueResult.InvalidName invalid) {
            throw RefusedRequest.invalid(invalid.problem());
        }
        if (result instanceof IssueResult.NameTaken) {
            throw RefusedRequest.invalid("There is an API token of this name already.");
        }
        if (result instanceof IssueResult.QuotaReached reached) {
            throw RefusedRequest.invalid("No further API token: the quota is " + reached.quota() + ".");
        }
        return result.orElseThrow();
    }

    /** The first of an owner's, as many as a page holds. */
    public List<ApiToken> of(Owner owner) {
        return issuer.list(ApiTokenQuery.ownedBy(owner)).apiTokens();
    }

    /** An owner's for one resource, as many as the largest page holds. */
    public List<ApiToken> of(Owner owner, Resource resource) {
        ApiTokenQuery query = ApiTokenQuery.of(resource).withOwner(owner).limit(ApiTokenQuery.LARGEST_PAGE);
        return issuer.list(query).apiTokens();
    }

    /** Everybody's for one resource, for its administrator. */
    public List<ApiToken> of(Resource resource) {
        return issuer.list(ApiTokenQuery.of(resource).limit(ApiTokenQuery.LARGEST_PAGE))
                .apiTokens();
    }

    /** An owner's for one resource, by its name. */
    public ApiToken named(Owner owner, Resource resource, String name) {
        return of(owner, resource).stream()
                .filter(apiToken -> apiToken.name().equals(name))
                .findFirst()
                .orElseThrow(OwnApiTokens::noSuchApiToken);
    }

    /** Changes what one may do. */
    public ApiToken changePermission(ApiToken apiToken, Permission permission) {
        return issuer.changePermission(apiToken.id(), permission).orElseThrow(OwnApiTokens::noSuchApiToken);
    }

    /** Deletes one. */
    public void delete(Owner owner, String id) {
        boolean deleted = issuer.find(id)
                .filter(apiToken -> apiToken.owner().equals(owner))
                .map(apiToken -> issuer.revoke(apiToken.id()))
                .orElse(false);
        if (!deleted) {
            throw noSuchApiToken();
        }
    }

    private static RefusedRequest noSuchApiToken() {
        return RefusedRequest.notFound("There is no such API token.");
    }
}
