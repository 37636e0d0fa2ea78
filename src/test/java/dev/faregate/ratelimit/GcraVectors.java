package dev.faregate.ratelimit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes {@code gcra-vectors.jsonl}: calls, and what every store must answer to them, bit for bit. Run it when a case is to be
 * added; the seed is fixed, so that nothing else changes.
 *
 * <p>One JSON object a line. {@code unit}: what {@code now}, {@code maxWait} and {@code longestWait} count, {@code ns} or
 * {@code us}. {@code limits}: as given, and as compiled: {@code ticksPerUnit}, {@code interval} and {@code tau} in ticks.
 * {@code tats}: the bucket's state before, in ticks, one number for each limit. {@code next}: its state after, if it must be
 * written; missing if it must not. The rest is the {@link Decision}; {@code bound} is the place of its limit.
 */
final class GcraVectors {

    private static final int SEED = 20261122;
    private static final int EACH = 100;

    private static final List<Limit[]> LIMITS = List.of(
            limits(Limit.perDay(1)),
            limits(Limit.perSecond(3)),
            limits(Limit.perSecond(5).withBurst(10)),
            limits(Limit.perMinute(7)),
            limits(Limit.perSecond(1033)),
            limits(Limit.perSecond(1_000_000)),
            limits(Limit.perHour(999_983)),
            limits(Limit.of(1, Duration.ofDays(3650))),
            limits(Limit.perDay(1000).withBurst(1_000_000)),
            limits(Limit.perSecond(5), Limit.perDay(10_000)),
            limits(Limit.perSecond(3), Limit.perMinute(7), Limit.perHour(100)));

    private GcraVectors() {}

    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> lines = new ArrayList<>();
        for (Limit[] limits : LIMITS) {
            for (boolean micros : new boolean[] {false, true}) {
                for (int i = 0; i < EACH; i++) {
                    lines.add(line(random, micros ? Limits.of(limits).micros(1) : Limits.of(limits), micros));
                }
            }
        }
        Files.write(Path.of("src/test/resources/dev/faregate/ratelimit/gcra-vectors.jsonl"), lines);
    }

    private static Limit[] limits(Limit... limits) {
        return limits;
    }

    private static String line(SplittableRandom random, Limits limits, boolean micros) {
        // Microseconds of the years 2026 to 2030; nanoseconds from anywhere.
        long now = micros ? 1_767_225_600_000_000L + random.nextLong(126_000_000_000_000L) : random.nextLong();
        long smallest = limits.all().stream().mapToLong(Limit::burst).min().orElseThrow();
        long permits = random.nextInt(10) == 0 ? 0 : 1 + random.nextLong(Math.min(smallest, 1L << random.nextInt(20)));
        Gcra first = limits.gcra(0);
        long interval = Math.max(1, first.cost(1) / first.ticksPerUnit());
        long maxWait = random.nextInt(3) == 0 ? interval * random.nextInt(4) + random.nextInt(2) : 0;
        long longestWait = Math.max(maxWait, random.nextInt(4) == 0 ? 10 * interval : 0);
        long[] tats = new long[limits.count()];
        for (int i = 0; i < tats.length; i++) {
            tats[i] = limits.gcra(i).ticks(now) + debt(random, limits.gcra(i), permits, longestWait);
        }
        VectorStep.Result result = VectorStep.run(limits, tats, now, permits, maxWait, longestWait);
        Decision decision = result.decision();
        return "{\"unit\":\"" + (micros ? "us" : "ns") + "\",\"limits\":" + json(limits) + ",\"tats\":"
                + Arrays.toString(tats).replace(" ", "") + ",\"now\":" + now + ",\"permits\":" + permits
                + ",\"maxWait\":"
                + maxWait + ",\"longestWait\":" + longestWait + ",\"allowed\":" + decision.allowed() + ",\"bound\":"
                + limits.all().indexOf(decision.limit()) + ",\"remaining\":" + decision.remaining()
                + ",\"retryAfterNanos\":" + decision.retryAfterNanos() + ",\"resetAfterNanos\":"
                + decision.resetAfterNanos() + ",\"waitNanos\":" + result.waitNanos()
                + (result.next().equals(LongStream.of(tats).boxed().toList()) && !decision.allowed()
                        ? ""
                        : ",\"next\":" + result.next().toString().replace(" ", ""))
                + "}";
    }

    /** Around all edges: full, one tick off admission, drained, promised ahead, and more than can be. */
    private static long debt(SplittableRandom random, Gcra gcra, long permits, long longestWait) {
        long tau = gcra.tau();
        long nearly = random.nextInt(-2, 3);
        return switch (random.nextInt(8)) {
            case 0 -> -random.nextLong(1 + tau);
            case 1 -> nearly;
            case 2 -> tau - gcra.cost(permits) + nearly;
            case 3 -> tau + nearly;
            case 4 -> tau + gcra.ticks(longestWait) + nearly;
            case 5 -> 3 * (tau / 2) + 20 * gcra.cost(1);
            default -> random.nextLong(1 + tau);
        };
    }

    private static String json(Limits limits) {
        return LongStream.range(0, limits.count())
                .mapToObj(i -> limits.gcra((int) i))
                .map(gcra -> String.format(
                        Locale.ROOT,
                        "{\"permits\":%d,\"periodNanos\":%d,\"burst\":%d,\"ticksPerUnit\":%d,\"interval\":%d,\"tau\":%d}",
                        gcra.limit().permits(),
                        gcra.limit().period().toNanos(),
                        gcra.limit().burst(),
                        gcra.ticksPerUnit(),
                        gcra.cost(1),
                        gcra.tau()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
