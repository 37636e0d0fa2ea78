package dev.faregate.revocation;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationTarget.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the revocation log: for each target the number of its newest entry, as long as something signed
 * before that entry could still be alive. Its memory grows with revocations, not with tokens. Safe for use by many
 * threads; questions take no lock.
 */
public final class RevocationView {

    /** What the log says of something that was signed at a position. */
    public enum Standing {
        /** Nothing was revoked since. */
        LIVE,
        /** Revoked since. */
        REVOKED,
        /** So old that entries above its position were forgotten already; its life must be over. */
        FORGOTTEN,
        /** Signed against another log, or at a position that this log has not reached. */
        UNKNOWN_LOG,
        /** Not to be told: the log was silent for too long. */
        STALE
    }

    private final RevocationLog log;
    private final Duration retention;
    private final InstantSource clock;
    private final Map<Level, Map<String, Long>> newest = new EnumMap<>(Level.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Revocation> remembered = new ArrayDeque<>();
    private volatile long forgottenThrough;

    /**
     * Follows a log from now on.
     *
     * @param log the log to follow
     * @param retention how long an entry is remembered: at least the longest life of anything signed against the log
     * @param clock tells when an entry may be forgotten
     * @throws IllegalArgumentException if the retention is not positive, or longer than the log's own
     */
    public RevocationView(RevocationLog log, Duration retention, InstantSource clock) {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention: " + retention + " (expected: > 0)");
        }
        if (log.retention().compareTo(retention) < 0) {
            throw new IllegalArgumentException("retention of the revocation log: " + log.retention() + " (expected: >= "
                    + retention + ", the longest life of base tokens, sessions and refresh tokens)");
        }
        this.log = log;
        this.retention = retention;
        this.clock = clock;
        for (Level level : Level.values()) {
            newest.put(level, new ConcurrentHashMap<>());
        }
        log.follow(new RevocationLog.Follower() {
            @Override
            public void learn(Revocation entry) {
                remember(entry);
            }

            @Override
            public void missed(long through) {
                forget(through);
            }
        });
    }

    /**
     * Where the log stands; what is signed now carries it.
     *
     * @return the position
     */
    public LogPosition position() {
        return log.position();
    }

    /**
     * Whether {@link #standing} may block the thread that calls it, to ask the log's store.
     *
     * @return false if the log is in the memory of this process
     */
    public boolean blocks() {
        return log.blocks();
    }

    /**
     * Tells what became of a signed token since it was signed.
     *
     * @param signedAt the position that the signed text carries
     * @param jwtId the signed token's own id
     * @param token the API token it was made from, or the session it is
     * @param owner who it belongs to
     * @param resource what it opens; null if it is bound to no resource
     * @return whether it still stands
     * @throws dev.faregate.identity.StoreUnavailableException if it was signed by a process that knows more of the log, and the
     *     log does not answer
     */
    public Standing standing(
            LogPosition signedAt, String jwtId, RevocationTarget token, Owner owner, @Nullable Resource resource) {
        if (!log.isCurrent()) {
            return Standing.STALE;
        }
        LogPosition now = log.position();
        if (signedAt.sequence() > now.sequence() && signedAt.logId().equals(now.logId())) {
            now = log.catchUp(signedAt.sequence());
        }
        if (!signedAt.logId().equals(now.logId()) || signedAt.sequence() > now.sequence()) {
            return Standing.UNKNOWN_LOG;
        }
        long sequence = signedAt.sequence();
        if (revokedSince(sequence, token.level(), token.id())
                || revokedSince(sequence, Level.SIGNED_TOKEN, jwtId)
                || (token.level() == Level.SESSION && revokedSince(sequence, Level.SESSIONS_OF_OWNER, owner.id()))
                || revokedSince(sequence, Level.OWNER, owner.id())
                || (resource != null && revokedSince(sequence, Level.RESOURCE, resource.id()))
                || revokedSince(sequence, Level.EVERYTHING, "")) {
            return Standing.REVOKED;
        }
        // Last: an entry that was forgotten while the maps were read has raised this number first.
        return sequence < forgottenThrough ? Standing.FORGOTTEN : Standing.LIVE;
    }

    private boolean revokedSince(long sequence, Level level, String id) {
        Map<String, Long> ofLevel = newest.get(level);
        if (ofLevel == null || ofLevel.isEmpty()) {
            return false;
        }
        Long revokedAt = ofLevel.get(id);
        return revokedAt != null && revokedAt > sequence;
    }

    private void forget(long through) {
        lock.lock();
        try {
            forgottenThrough = Math.max(forgottenThrough, through);
        } finally {
            lock.unlock();
        }
    }

    private void remember(Revocation entry) {
        lock.lock();
        try {
            newestOf(entry).merge(entry.target().id(), entry.sequence(), Math::max);
            remembered.addLast(entry);
            forgetBefore(clock.instant().minus(retention));
        } finally {
            lock.unlock();
        }
    }

    private void forgetBefore(Instant oldest) {
        for (Revocation entry = remembered.peekFirst();
                entry != null && entry.at().isBefore(oldest);
                entry = remembered.peekFirst()) {
            // First, so that a clock that jumped ahead and came back cannot wake what the entry had killed.
            forgottenThrough = Math.max(forgottenThrough, entry.sequence());
            newestOf(entry).remove(entry.target().id(), entry.sequence());
            remembered.removeFirst();
        }
    }

    private Map<String, Long> newestOf(Revocation entry) {
        return newest.computeIfAbsent(entry.target().level(), level -> new ConcurrentHashMap<>());
    }
}
