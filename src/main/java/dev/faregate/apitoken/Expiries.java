package dev.faregate.apitoken;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When API tokens in memory and their previous secrets expire, the next one first. Not safe for use by many threads. */
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

    void addPrevious(InMemoryApiToken apiToken) {
        if (apiToken.previousUntil() != null) {
            next.add(new Expiry(apiToken.previousUntil(), apiToken.id(), apiToken.previous()));
        }
    }

    void removePrevious(InMemoryApiToken apiToken) {
        if (apiToken.previousUntil() != null) {
            next.remove(new Expiry(apiToken.previousUntil(), apiToken.id(), apiToken.previous()));
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
     * @param previous the previous secret that expires; null if it is the API token itself
     */
    record Expiry(Instant at, String id, @Nullable SecretDigest previous) implements Comparable<Expiry> {

        private static final Comparator<Expiry> ORDER = Comparator.comparing(Expiry::at)
                .thenComparing(Expiry::id)
                .thenComparing(expiry ->
                        expiry.previous() == null ? "" : expiry.previous().text());

        @Override
        public int compareTo(Expiry other) {
            return ORDER.compare(this, other);
        }
    }
}
