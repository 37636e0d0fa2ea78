package dev.faregate.apitoken;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The look-ups that wait, one queue for each client; clients take turns (round robin). Bounded: a client may hold as many places as
 * are still free. So one that floods gets half of all places, two a third each, and a client without any finds one free. Not
 * thread-safe.
 */
final class LookupQueue {

    /** What is answered within 0.7 seconds at 90 statements a second. */
    static final int CAPACITY = 16_384;

    /** The look-ups of each client in the order of their coming, by their secrets; the client whose turn is next is the first. */
    private final Map<String, Map<SecretDigest, PendingLookup>> byClient = new LinkedHashMap<>();

    private final Set<PendingLookup> byArrival = new LinkedHashSet<>();

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    /**
     * Adds a look-up, or joins it to that of the same secret and client that waits already. Only such may be joined: what a look-up
     * under way has read may be older than the request of one that comes now, and a revocation may lie between the two.
     *
     * @return false if the client's places are taken
     */
    boolean add(PendingLookup lookup) {
        Map<SecretDigest, PendingLookup> own = byClient.get(lookup.client());
        PendingLookup same = own == null ? null : own.get(lookup.key());
        if (same != null) {
            same.answer(lookup);
            return true;
        }
        int held = own == null ? 0 : own.size();
        if (held >= CAPACITY - byArrival.size()) {
            return false;
        }
        byClient.computeIfAbsent(lookup.client(), first -> new LinkedHashMap<>())
                .put(lookup.key(), lookup);
        byArrival.add(lookup);
        return true;
    }

    /** Takes the next look-ups out, of each client one after the other; at least one if there is any. */
    List<PendingLookup> next(int maxDigests) {
        List<PendingLookup> next = new ArrayList<>();
        int digests = 0;
        while (!isEmpty()) {
            Map<SecretDigest, PendingLookup> own = byClient.values().iterator().next();
            PendingLookup first = own.values().iterator().next();
            digests += first.digests().size();
            if (digests > maxDigests && !next.isEmpty()) {
                return next;
            }
            byArrival.remove(first);
            own.remove(first.key());
            byClient.remove(first.client());
            if (!own.isEmpty()) {
                byClient.put(first.client(), own);
            }
            next.add(first);
        }
        return next;
    }

    /** Takes the look-ups out that came at a time or before. */
    List<PendingLookup> removeUntil(long nanos) {
        List<PendingLookup> removed = new ArrayList<>();
        for (PendingLookup oldest : byArrival) {
            if (oldest.since() - nanos > 0) {
                break;
            }
            removed.add(oldest);
        }
        for (PendingLookup lookup : removed) {
            byArrival.remove(lookup);
            byClient.computeIfPresent(lookup.client(), (client, own) -> {
                own.remove(lookup.key());
                return own.isEmpty() ? null : own;
            });
        }
        return removed;
    }
}
