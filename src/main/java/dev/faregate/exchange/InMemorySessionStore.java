package dev.faregate.exchange;

import dev.faregate.exchange.SessionStore.Advance.Advanced;
import dev.faregate.exchange.SessionStore.Advance.Repeated;
import dev.faregate.exchange.SessionStore.Advance.Reused;
import dev.faregate.exchange.SessionStore.Advance.Unknown;
import dev.faregate.identity.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

final class InMemorySessionStore implements SessionStore {

    private record Kept(StoredSession stored, long next) {

        private String id() {
            return stored.session().id();
        }

        private Owner owner() {
            return stored.session().owner();
        }

        private Instant signedInAt() {
            return stored.session().signedInAt();
        }

        private Instant until() {
            return stored.session().expiresAt();
        }

        private Kept used(Use use) {
            Session session = new Session(id(), owner(), signedInAt(), use.at(), use.until());
            return new Kept(new StoredSession(session, use.signedAt()), next + 1);
        }
    }

    private static final Comparator<Kept> BY_END =
            Comparator.comparing(Kept::until).thenComparing(Kept::id);
    private static final Comparator<Kept> BY_SIGN_IN =
            Comparator.comparing(Kept::signedInAt).thenComparing(Kept::id);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Owner, NavigableSet<Kept>> byOwner = new HashMap<>();
    private final Map<String, Kept> byId = new HashMap<>();
    private final NavigableSet<Kept> byEnd = new TreeSet<>(BY_END);

    InMemorySessionStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<String> begin(StoredSession session, int most) {
        lock.lock();
        try {
            forgetExpired();
            Kept begun = new Kept(session, 0);
            List<String> over = new ArrayList<>();
            NavigableSet<Kept> others = byOwner.getOrDefault(begun.owner(), new TreeSet<>(BY_SIGN_IN));
            int count = Math.min(others.size() + 1 - most, MOST_OVER);
            for (Kept oldest : others) {
                if (over.size() >= count) {
                    break;
                }
                over.add(oldest.id());
            }
            put(begun);
            return over;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Advance advance(Use use, Duration reuse) {
        lock.lock();
        try {
            forgetExpired();
            Kept kept = kept(use.owner(), use.sessionId());
            if (kept == null || use.number() > kept.next()) {
                return new Unknown();
            }
            if (use.number() == kept.next()) {
                remove(kept);
                put(kept.used(use));
                return new Advanced();
            }
            Instant usedAt = kept.stored().session().refreshedAt();
            boolean last = use.number() == kept.next() - 1;
            return last && usedAt != null && isWithin(reuse, usedAt, use.at()) ? new Repeated(usedAt) : new Reused();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWithin(Duration reuse, Instant first, Instant second) {
        return !reuse.isZero() && Duration.between(first, second).abs().compareTo(reuse) <= 0;
    }

    @Override
    public List<StoredSession> list(Owner owner) {
        lock.lock();
        try {
            forgetExpired();
            NavigableSet<Kept> kept = byOwner.getOrDefault(owner, new TreeSet<>(BY_SIGN_IN));
            return kept.descendingSet().stream()
                    .limit(MOST_LISTED)
                    .map(Kept::stored)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end(Owner owner, String sessionId) {
        lock.lock();
        try {
            Kept kept = kept(owner, sessionId);
            if (kept != null) {
                remove(kept);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Kept kept(Owner owner, String sessionId) {
        Kept kept = byId.get(sessionId);
        return kept == null || !kept.owner().equals(owner) ? null : kept;
    }

    private void put(Kept kept) {
        byId.put(kept.id(), kept);
        byOwner.computeIfAbsent(kept.owner(), owner -> new TreeSet<>(BY_SIGN_IN))
                .add(kept);
        byEnd.add(kept);
    }

    private void remove(Kept kept) {
        byId.remove(kept.id());
        byEnd.remove(kept);
        byOwner.computeIfPresent(kept.owner(), (owner, sessions) -> {
            sessions.remove(kept);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        while (!byEnd.isEmpty() && !now.isBefore(byEnd.first().until())) {
            remove(byEnd.first());
        }
    }
}
