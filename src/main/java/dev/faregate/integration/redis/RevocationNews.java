package dev.faregate.integration.redis;

import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationTarget.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the script of the log answers.
 *
 * @param newest where the log stands
 * @param forgotten all entries up to this number are gone
 * @param at the server's time
 * @param entries entries above where the caller stood, oldest first; the first ones, if there are many
 */
record RevocationNews(LogPosition newest, long forgotten, Instant at, List<Entry> entries) {

    private static final int HEAD = 4;

    /** An entry, and the mark that tells it from another under the same number. */
    record Entry(String mark, Revocation revocation) {

        private static Entry of(long sequence, String text) {
            String[] parts = text.split(" ", 4);
            return new Entry(
                    parts[0],
                    new Revocation(
                            sequence,
                            new RevocationTarget(Level.valueOf(parts[2]), RedisKey.unescaped(parts[3])),
                            Instant.ofEpochMilli(Long.parseLong(parts[1]))));
        }
    }

    RevocationNews {
        entries = List.copyOf(entries);
    }

    static RevocationNews of(List<Object> reply) {
        List<Entry> entries = new ArrayList<>();
        for (int i = HEAD; i < reply.size(); i += 2) {
            entries.add(Entry.of((Long) reply.get(i), text(reply.get(i + 1))));
        }
        LogPosition newest = new LogPosition(text(reply.get(0)), (Long) reply.get(1));
        return new RevocationNews(newest, (Long) reply.get(2), Instant.ofEpochMilli((Long) reply.get(3)), entries);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
