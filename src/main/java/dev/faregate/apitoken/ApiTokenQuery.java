package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which API tokens to list: the live ones of an owner, of some resources (a team's, say), or of both, in the order of issue, a
 * page at a time.
 *
 * @param owner whose; null for anybody's
 * @param resources for which resources; null for any
 * @param name of which name, as names are kept (Unicode's form C); null for any
 * @param permanentOnly whether those that end by themselves are left out
 * @param after the id behind which to go on; null for the beginning
 * @param limit how many at most: 1 to {@value #LARGEST_PAGE}
 */
public record ApiTokenQuery(
        @Nullable Owner owner,
        @Nullable Set<Resource> resources,
        @Nullable String name,
        boolean permanentOnly,
        @Nullable String after,
        int limit) {

    /** The largest page. */
    public static final int LARGEST_PAGE = 1_000;

    private static final int USUAL_PAGE = 100;

    /**
     * Checks that something is asked for.
     *
     * @param owner whose; null for anybody's
     * @param resources for which resources; null for any
     * @param name of which name, as names are kept (Unicode's form C); null for any
     * @param permanentOnly whether those that end by themselves are left out
     * @param after the id behind which to go on; null for the beginning
     * @param limit how many at most
     * @throws IllegalArgumentException if neither an owner nor resources are given, or the limit is out of range
     */
    public ApiTokenQuery {
        if (owner == null && resources == null) {
            throw new IllegalArgumentException("owner and resources: null (expected: at least one of them)");
        }
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + LARGEST_PAGE + ")");
        }
        resources = resources == null ? null : Set.copyOf(resources);
    }

    /**
     * The API tokens of an owner.
     *
     * @param owner whose
     * @return the query for the first 100
     */
    public static ApiTokenQuery ownedBy(Owner owner) {
        return new ApiTokenQuery(Objects.requireNonNull(owner, "owner"), null, null, false, null, USUAL_PAGE);
    }

    /**
     * The API tokens of a resource.
     *
     * @param resource for which resource
     * @return the query for the first 100
     */
    public static ApiTokenQuery of(Resource resource) {
        return of(Set.of(resource));
    }

    /**
     * The API tokens of several resources.
     *
     * @param resources for which resources
     * @return the query for the first 100
     */
    public static ApiTokenQuery of(Set<Resource> resources) {
        return new ApiTokenQuery(null, Objects.requireNonNull(resources, "resources"), null, false, null, USUAL_PAGE);
    }

    /**
     * Of these, only an owner's.
     *
     * @param only whose
     * @return the changed query
     */
    public ApiTokenQuery withOwner(Owner only) {
        return new ApiTokenQuery(Objects.requireNonNull(only, "only"), resources, name, permanentOnly, after, limit);
    }

    /**
     * The same, only those of a name. Names are unique for each resource, and for each owner where there is no resource.
     *
     * @param only the name, however its letters are composed
     * @return the narrower query
     */
    public ApiTokenQuery named(String only) {
        return new ApiTokenQuery(owner, resources, TokenName.normalized(only), permanentOnly, after, limit);
    }

    /**
     * The same, without those that end by themselves, as {@linkplain TokenIssuer#issueTemporary temporary} ones do.
     *
     * @return the narrower query
     */
    public ApiTokenQuery permanent() {
        return new ApiTokenQuery(owner, resources, name, true, after, limit);
    }

    /**
     * The page behind an id.
     *
     * @param id the last id of the page before
     * @return the changed query
     */
    public ApiTokenQuery after(String id) {
        return new ApiTokenQuery(owner, resources, name, permanentOnly, id, limit);
    }

    /**
     * Pages of another size.
     *
     * @param number how many at most
     * @return the changed query
     */
    public ApiTokenQuery limit(int number) {
        return new ApiTokenQuery(owner, resources, name, permanentOnly, after, number);
    }
}
