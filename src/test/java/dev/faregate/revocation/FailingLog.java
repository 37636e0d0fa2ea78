package dev.faregate.revocation;

import java.time.Duration;
import java.util.List;

/** A log that cannot append for a while, as one whose database is away. */
public final class FailingLog implements RevocationLog {

    private final RevocationLog log;
    private boolean failing;

    public FailingLog(RevocationLog log) {
        this.log = log;
    }

    public void fail(boolean now) {
        failing = now;
    }

    @Override
    public LogPosition position() {
        return log.position();
    }

    @Override
    public Revocation append(RevocationTarget target) {
        if (failing) {
            throw new IllegalStateException("planted by FailingLog");
        }
        return log.append(target);
    }

    @Override
    public List<Revocation> after(long sequence) {
        return log.after(sequence);
    }

    @Override
    public Duration retention() {
        return log.retention();
    }

    @Override
    public void follow(Follower follower) {
        log.follow(follower);
    }
}
