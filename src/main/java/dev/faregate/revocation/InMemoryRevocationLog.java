package dev.faregate.revocation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

final class InMemoryRevocationLog implements RevocationLog {

    private final Duration retention;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Revocation> kept = new ArrayDeque<>();
    private final LogFollowers followers = new LogFollowers();
    private long forgottenThrough;
    private volatile LogPosition position;

    InMemoryRevocationLog(Duration retention, InstantSource clock, SecureRandom random) {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention: " + retention + " (expected: > 0)");
        }
        this.retention = retention;
        this.clock = clock;
        byte[] identity = new byte[8];
        random.nextBytes(identity);
        this.position = new LogPosition(HexFormat.of().formatHex(identity), 0);
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public LogPosition position() {
        return position;
    }

    @Override
    public Revocation append(RevocationTarget target) {
        lock.lock();
        try {
            Instant now = clock.instant();
            forgetBefore(now.minus(retention));
            Revocation entry = new Revocation(position.sequence() + 1, target, now);
            kept.addLast(entry);
            followers.tell(entry, () -> position = new LogPosition(position.logId(), entry.sequence()));
            return entry;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Revocation> after(long sequence) {
        lock.lock();
        try {
            return kept.stream().filter(entry -> entry.sequence() > sequence).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration retention() {
        return retention;
    }

    @Override
    public void follow(Follower follower) {
        lock.lock();
        try {
            if (forgottenThrough > 0) {
                follower.missed(forgottenThrough);
            }
            kept.forEach(follower::learn);
            followers.add(follower);
        } finally {
            lock.unlock();
        }
    }

    private void forgetBefore(Instant oldest) {
        for (Revocation entry = kept.peekFirst();
                entry != null && entry.at().isBefore(oldest);
                entry = kept.peekFirst()) {
            forgottenThrough = entry.sequence();
            kept.removeFirst();
        }
    }
}
