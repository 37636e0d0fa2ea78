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
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API tokens as their owners handle them, refused in words that they understand. */
public final class OwnApiTokens {

    private final TokenIssuer issuer;

    /** The API tokens of an issuer. */
    public OwnApiTokens(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** Issues one. */
    public IssuedApiToken issue(ApiTokenRequest request) {
        return issued(issuer.issue(request));
    }

    /** Issues one for a while, which stands in no list. */
    public IssuedApiToken issueTemporary(ApiTokenRequest request, Duration life) {
        return issued(issuer.issueTemporary(request, life));
    }

    private static IssuedApiToken issued(IssueResult result) {
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
        return issuer.ownedBy(owner).list().apiTokens();
    }

    /** An owner's permanent ones for one resource, as many as the largest page holds. */
    public List<ApiToken> of(Owner owner, Resource resource) {
        return issuer.ownedBy(owner).list(largestPage(resource)).apiTokens();
    }

    /** Everybody's permanent ones for one resource, for its administrator. */
    public List<ApiToken> of(Resource resource) {
        return issuer.list(largestPage(resource)).apiTokens();
    }

    /** An owner's for one resource, by its name. */
    public ApiToken named(Owner owner, Resource resource, String name) {
        return issuer.ownedBy(owner).named(resource, name).orElseThrow(OwnApiTokens::noSuchApiToken);
    }

    /** The secret, for a service whose users may copy it again. */
    public @Nullable String secret(Owner owner, ApiToken apiToken) {
        return issuer.ownedBy(owner).reveal(apiToken.id()).orElse(null);
    }

    /** Changes what one may do. */
    public ApiToken changePermission(Owner owner, ApiToken apiToken, Permission permission) {
        return issuer.ownedBy(owner)
                .changePermission(apiToken.id(), permission)
                .orElseThrow(OwnApiTokens::noSuchApiToken);
    }

    /** Deletes one. */
    public void delete(Owner owner, String id) {
        if (!issuer.ownedBy(owner).revoke(id)) {
            throw noSuchApiToken();
        }
    }

    private static ApiTokenQuery largestPage(Resource resource) {
        return ApiTokenQuery.of(resource).permanent().limit(ApiTokenQuery.LARGEST_PAGE);
    }

    private static RefusedRequest noSuchApiToken() {
        return RefusedRequest.notFound("There is no such API token.");
    }
}
