package dev.faregate.integration.redis;

import dev.faregate.revocation.LogFollowers;
import dev.faregate.revocation.LogFreshness;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.LogReadings;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocation log in Redis, and how far this process has followed it. Safe for use by many threads: one at a time talks to
 * Redis, and others wait for it, but no longer than the timeout.
 *
 * <p>A process learns of what another revoked by a message, within milliseconds, and where messages are lost by asking every
 * poll interval. A Redis that lost entries which some process has seen (restarted without persistence, restored from a
 * backup, failed over) gets a new identity as soon as that process asks again; whatever was signed against the old one is then refused.
 */
public final class RedisRevocationLog implements RevocationLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisRevocationLog.class);
    private static final byte[] READ = RedisKey.utf8("read");
    private static final byte[] AFTER = RedisKey.utf8("after");
    private static final byte[] APPEND = RedisKey.utf8("append");
    private static final LogPosition NOWHERE = new LogPosition("none", 0);
    private static final int CHUNK = 1_000;

    private final RedisScript script;
    private final byte[] key;
    private final Duration retention;
    private final SecureRandom random;
    private final LogFreshness freshness;
    private final LogReadings readings;
    private final LogFollower thread;
    private final LogFollowers followers = new LogFollowers();
    private String mark = "";
    private volatile LogPosition position = NOWHERE;

    RedisRevocationLog(RedisDriver driver, String name, Duration timeout, RedisRevocationLogBuilder settings) {
        this.script = new RedisScript(driver, RedisScript.resource("revocations.lua"), timeout);
        this.key = RedisKey.utf8(name);
        this.retention = settings.retention;
        this.random = settings.random;
        this.freshness =
                new LogFreshness(settings.nanos, settings.maxStaleness, settings.pollInterval, settings.asksWhenStale);
        this.readings = new LogReadings(freshness, timeout);
        this.thread = new LogFollower(this::refresh, settings.pollInterval);
        refresh();
        driver.subscribe(name, thread::wake);
        thread.start();
    }

    @Override
    public LogPosition position() {
        return position;
    }

    @Override
    public LogPosition catchUp(long sequence) {
        if (position.sequence() < sequence) {
            refresh();
        }
        return position;
    }

    @Override
    public boolean isCurrent() {
        return freshness.isFresh() || freshness.asks(this::refresh);
    }

    private void refresh() {
        readings.share(() -> readAll(READ));
    }

    @Override
    public Revocation append(RevocationTarget target) {
        RevocationNews news = readings.read(() -> readAll(
                APPEND,
                RedisScript.decimal(retention.toMillis()),
                RedisKey.utf8(randomHex()),
                RedisKey.utf8(target.level().name()),
                RedisKey.utf8(RedisKey.escaped(target.id()))));
        return new Revocation(news.newest().sequence(), target, news.at());
    }

    /** Runs an operation, and reads on until nothing is new; returns the operation's own answer. */
    private RevocationNews readAll(byte[] operation, byte[]... more) {
        RevocationNews first = run(operation, position, mark, more);
        take(first);
        for (RevocationNews news = first; news.entries().size() == CHUNK; ) {
            news = run(READ, position, mark);
            take(news);
        }
        return first;
    }

    private void take(RevocationNews news) {
        if (!news.newest().logId().equals(position.logId())) {
            begin(news);
        }
        if (news.forgotten() > position.sequence()) {
            followers.missed(news.forgotten());
            reach(news.forgotten(), "");
        }
        for (RevocationNews.Entry entry : news.entries()) {
            followers.tell(entry.revocation(), () -> reach(entry.revocation().sequence(), entry.mark()));
        }
        if (news.entries().size() < CHUNK && news.newest().sequence() > position.sequence()) {
            reach(news.newest().sequence(), "");
        }
    }

    private void begin(RevocationNews news) {
        if (!position.equals(NOWHERE)) {
            LOG.error(
                    "The revocation log in Redis lost entries, or is another than before: base tokens and sessions that were"
                            + " signed against log {} up to {} end.",
                    position.logId(),
                    position.sequence());
        }
        mark = "";
        position = new LogPosition(news.newest().logId(), 0);
    }

    private void reach(long sequence, String newMark) {
        mark = newMark;
        position = new LogPosition(position.logId(), sequence);
    }

    @Override
    public List<Revocation> after(long sequence) {
        List<Revocation> found = new ArrayList<>();
        int count;
        do {
            long from = found.isEmpty() ? sequence : found.get(found.size() - 1).sequence();
            RevocationNews news = run(AFTER, new LogPosition(position.logId(), from), "");
            news.entries().forEach(entry -> found.add(entry.revocation()));
            count = news.entries().size();
        } while (count == CHUNK);
        return found;
    }

    @Override
    public Duration retention() {
        return retention;
    }

    @Override
    public void follow(Follower follower) {
        readings.alone(() -> {
            refresh();
            long known = position.sequence();
            long forgotten = run(AFTER, position, "").forgotten();
            if (forgotten > 0) {
                follower.missed(Math.min(forgotten, known));
            }
            after(0).stream().filter(entry -> entry.sequence() <= known).forEach(follower::learn);
            followers.add(follower);
        });
    }

    private RevocationNews run(byte[] operation, LogPosition from, String seen, byte[]... more) {
        byte[][] words = new byte[6 + more.length][];
        words[0] = operation;
        words[1] = RedisKey.utf8(randomHex());
        words[2] = RedisKey.utf8(from.logId());
        words[3] = RedisScript.decimal(from.sequence());
        words[4] = RedisKey.utf8(seen);
        words[5] = RedisScript.decimal(CHUNK);
        System.arraycopy(more, 0, words, 6, more.length);
        return RevocationNews.of(script.run(key, words));
    }

    private String randomHex() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Stops following. The log is then soon no longer current. */
    @Override
    public void close() {
        thread.close();
    }
}
