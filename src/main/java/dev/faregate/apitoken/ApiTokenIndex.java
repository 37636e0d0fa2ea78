package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationTarget;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ids of API tokens in memory by name, owner and resource: for quotas and lists. Not safe for use by many threads. */
final class ApiTokenIndex {

    private Map<NameScope, String> idByName = new HashMap<>();
    private final IdIndex<Owner> byOwner = new IdIndex<>();
    private final IdIndex<Resource> byResource = new IdIndex<>();

    void add(ApiToken apiToken) {
        byOwner.add(apiToken.owner(), apiToken.id());
        byResource.add(apiToken.resource(), apiToken.id());
        idByName.put(NameScope.of(apiToken), apiToken.id());
    }

    void rename(ApiToken before, ApiToken after) {
        idByName.remove(NameScope.of(before));
        idByName.put(NameScope.of(after), after.id());
    }

    void remove(ApiToken apiToken) {
        idByName.remove(NameScope.of(apiToken), apiToken.id());
        byOwner.remove(apiToken.owner(), apiToken.id());
        byResource.remove(apiToken.resource(), apiToken.id());
    }

    /** Takes all of an owner, of a resource, or all out, however many there are. */
    Iterator<String> detach(RevocationTarget target) {
        return switch (target.level()) {
            case OWNER -> byOwner.detach(Owner.of(target.id())).iterator();
            case RESOURCE -> byResource.detach(Resource.of(target.id())).iterator();
            case EVERYTHING -> {
                idByName = new HashMap<>();
                byResource.detachAll();
                yield byOwner.detachAll();
            }
            default -> throw new IllegalArgumentException("target: " + target);
        };
    }

    boolean holdsName(ApiToken apiToken) {
        return idByName.containsKey(NameScope.of(apiToken));
    }

    /** Why there is no room for one more, or null. */
    @Nullable
    Insertion hindrance(ApiToken apiToken, Quota quota) {
        if (holdsName(apiToken)) {
            return Insertion.NAME_TAKEN;
        }
        if (byOwner.of(apiToken.owner()).size() >= quota.perOwner()) {
            return Insertion.OWNER_QUOTA_REACHED;
        }
        if (byResource.of(apiToken.resource()).size() >= quota.perResource()) {
            return Insertion.RESOURCE_QUOTA_REACHED;
        }
        return null;
    }

    /** Those that may be asked for, in the order of their ids. */
    Collection<String> candidates(ApiTokenQuery query) {
        var ids = query.owner() != null ? byOwner.of(query.owner()) : new TreeSet<String>();
        if (query.owner() == null && query.resources() != null) {
            for (Resource resource : query.resources()) {
                byResource.of(resource).stream()
                        .filter(id -> query.after() == null || id.compareTo(query.after()) > 0)
                        .forEach(ids::add);
            }
            return ids;
        }
        return query.after() == null ? ids : ids.tailSet(query.after(), false);
    }

    /** Where a name must be unique: within its resource, or within its owner where there is no resource. */
    private record NameScope(
            @Nullable Owner owner, @Nullable Resource resource, String name) {
        static NameScope of(ApiToken apiToken) {
            Resource resource = apiToken.resource();
            return new NameScope(resource == null ? apiToken.owner() : null, resource, apiToken.name());
        }
    }
}
