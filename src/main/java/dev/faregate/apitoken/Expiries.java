package dev.faregate.apitoken;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When API tokens in memory and their former secrets expire, the next one first. Not safe for use by many threads. */
final class Expiries {

    private final NavigableSet<Expiry> next = new TreeSet<>();

    void add(InMemoryApiToken apiToken) {
        Instant expiresAt = apiToken.apiToken().expiresAt();
        if (expiresAt != null) {
            next.add(new Expiry(expiresAt, apiToken.id(), null));
        }
    }

    void remove(InMemoryApiToken apiToken) {
        Instant expiresAt = apiToken.apiToken().expiresAt();
        if (expiresAt != null) {
            next.remove(new Expiry(expiresAt, apiToken.id(), null));
        }
    }

    void addFormer(InMemoryApiToken apiToken) {
        for (InMemoryApiToken.Former former : apiToken.former()) {
            next.add(new Expiry(former.until(), apiToken.id(), former.digest()));
        }
    }

    void removeFormer(InMemoryApiToken apiToken) {
        for (InMemoryApiToken.Former former : apiToken.former()) {
            next.remove(new Expiry(former.until(), apiToken.id(), former.digest()));
        }
    }

    /** Takes the first one out that is due, or null. */
    @Nullable
    Expiry pollDue(Instant now) {
        return next.isEmpty() || now.isBefore(next.first().at()) ? null : next.pollFirst();
    }

    /**
     * One expiry.
     *
     * @param at when
     * @param id of which API token
     * @param former the former secret that expires; null if it is the API token itself
     */
    record Expiry(Instant at, String id, @Nullable SecretDigest former) implements Comparable<Expiry> {

        private static final Comparator<Expiry> ORDER = Comparator.comparing(Expiry::at)
                .thenComparing(Expiry::id)
                .thenComparing(
                        expiry -> expiry.former() == null ? "" : expiry.former().text());

        @Override
        public int compareTo(Expiry other) {
            return ORDER.compare(this, other);
        }
    }
}
