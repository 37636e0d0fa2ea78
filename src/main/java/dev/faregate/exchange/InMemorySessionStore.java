package dev.faregate.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

final class InMemorySessionStore implements SessionStore {

    private record Session(String id, long next, Instant until) {}

    private static final Comparator<Session> BY_END =
            Comparator.comparing(Session::until).thenComparing(Session::id);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> sessions = new HashMap<>();
    private final NavigableSet<Session> byEnd = new TreeSet<>(BY_END);

    InMemorySessionStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void begin(String sessionId, Instant until) {
        lock.lock();
        try {
            forgetEnded();
            put(new Session(sessionId, 0, until));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Advance advance(String sessionId, long number, Instant until) {
        lock.lock();
        try {
            forgetEnded();
            Session session = sessions.get(sessionId);
            if (session == null || number > session.next()) {
                return Advance.UNKNOWN;
            }
            if (number < session.next()) {
                return Advance.REUSED;
            }
            byEnd.remove(session);
            put(new Session(sessionId, number + 1, until));
            return Advance.ADVANCED;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end(String sessionId) {
        lock.lock();
        try {
            Session session = sessions.remove(sessionId);
            if (session != null) {
                byEnd.remove(session);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(Session session) {
        sessions.put(session.id(), session);
        byEnd.add(session);
    }

    private void forgetEnded() {
        Instant now = clock.instant();
        while (!byEnd.isEmpty() && !now.isBefore(byEnd.first().until())) {
            sessions.remove(byEnd.pollFirst().id());
        }
    }
}
