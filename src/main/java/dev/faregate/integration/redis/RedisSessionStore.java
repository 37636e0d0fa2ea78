package dev.faregate.integration.redis;

import dev.faregate.exchange.Session;
import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.StoredSession;
import dev.faregate.identity.Owner;
import dev.faregate.revocation.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The sessions of each owner are one hash, so one script on one key decides. It lives until the last of them expires. */
final class RedisSessionStore implements SessionStore {

    private static final byte[] BEGIN = RedisKey.utf8("begin");
    private static final byte[] ADVANCE = RedisKey.utf8("advance");
    private static final byte[] LIST = RedisKey.utf8("list");
    private static final byte[] END = RedisKey.utf8("end");

    private static final Comparator<StoredSession> BY_SIGN_IN = Comparator.comparing(
                    (StoredSession stored) -> stored.session().signedInAt())
            .thenComparing(stored -> stored.session().id());

    private final String prefix;
    private final RedisScript script;

    RedisSessionStore(RedisDriver driver, String prefix, Duration timeout) {
        this.prefix = prefix;
        this.script = new RedisScript(driver, RedisScript.resource("sessions.lua"), timeout);
    }

    @Override
    public List<String> begin(StoredSession stored, int most) {
        Session session = stored.session();
        List<Object> over = script.run(
                key(session.owner()),
                BEGIN,
                RedisKey.utf8(session.id()),
                millis(session.expiresAt()),
                RedisScript.decimal(stored.signedAt().sequence()),
                RedisKey.utf8(stored.signedAt().logId()),
                millis(session.signedInAt()),
                RedisScript.decimal(most),
                RedisScript.decimal(MOST_OVER));
        return over.stream().map(RedisSessionStore::text).toList();
    }

    @Override
    public Advance advance(Use use, Duration reuse) {
        List<Object> outcome = script.run(
                key(use.owner()),
                ADVANCE,
                RedisKey.utf8(use.sessionId()),
                millis(use.until()),
                RedisScript.decimal(use.signedAt().sequence()),
                RedisKey.utf8(use.signedAt().logId()),
                RedisScript.decimal(use.number()),
                millis(use.at()),
                RedisScript.decimal(reuse.toMillis()));
        return switch (text(outcome.get(0))) {
            case "advanced" -> new Advance.Advanced();
            case "repeated" -> new Advance.Repeated(instant(text(outcome.get(1))));
            case "reused" -> new Advance.Reused();
            default -> new Advance.Unknown();
        };
    }

    @Override
    public List<StoredSession> list(Owner owner) {
        List<Object> reply = script.run(key(owner), LIST);
        List<StoredSession> found = new ArrayList<>();
        for (int i = 0; i < reply.size(); i += 2) {
            found.add(stored(owner, text(reply.get(i)), text(reply.get(i + 1))));
        }
        return found.stream().sorted(BY_SIGN_IN.reversed()).limit(MOST_LISTED).toList();
    }

    @Override
    public void end(Owner owner, String sessionId) {
        script.run(key(owner), END, RedisKey.utf8(sessionId));
    }

    private static StoredSession stored(Owner owner, String id, String text) {
        String[] parts = text.split(" ", 6);
        Session session = new Session(
                id, owner, instant(parts[3]), parts[1].equals("-") ? null : instant(parts[1]), instant(parts[2]));
        return new StoredSession(session, new LogPosition(parts[5], Long.parseLong(parts[4])));
    }

    private byte[] key(Owner owner) {
        return RedisKey.sessions(prefix, owner.id());
    }

    private static byte[] millis(Instant instant) {
        return RedisScript.decimal(instant.toEpochMilli());
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
