package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ten million callers that are never seen again, in a process of its own with a small heap. */
class FloodTest {

    private static final int CALLERS = 10_000_000;

    @Test
    void tenMillionCallersFitInto48MegabytesAndRefillNobody() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process flood = new ProcessBuilder(List.of(
                        java.toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Flood.class.getName()))
                .redirectErrorStream(true)
                .start();
        String said = new String(flood.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertThat(flood.waitFor()).as(said).isZero();
    }

    /** The flood, as a program. */
    static final class Flood {

        private static final long MOST = 250_000;

        public static void main(String[] args) {
            ManualClock clock = new ManualClock();
            long[] overflowed = {0};
            RateLimitListener counting = new RateLimitListener() {
                @Override
                public void overflowed(String endpoint) {
                    overflowed[0]++;
                }
            };
            RateLimiter limiter = RateLimiter.builder()
                    .limit(Limit.perSecond(5), Limit.perDay(100))
                    .limit("GET /slow", Limit.perDay(1))
                    .limit("GET /rows", Limit.perSecond(5))
                    .clock(clock)
                    .maxBuckets(MOST)
                    .listener(counting)
                    .build();
            long seed = Long.getLong("flood.seed", System.nanoTime());
            System.out.println("FloodTest: -Dflood.seed=" + seed);
            SplittableRandom random = new SplittableRandom(seed);
            EndpointLimiter rows = limiter.endpoint("GET /rows");
            EndpointLimiter slow = limiter.endpoint("GET /slow");
            EndpointLimiter both = limiter.endpoint("GET /both");
            check(slow.take("mallory").allowed(), "mallory's one call a day");
            check(both.take("mallory", 5).allowed(), "mallory's five");
            for (int i = 0; i < CALLERS; i++) {
                // Some 130,000 buckets are not full at a time; then half of the callers come for a whole day.
                clock.advance(1_500);
                EndpointLimiter flooded = i % 4 < 3 ? rows : i < CALLERS / 10 ? slow : rows;
                flooded.take(Long.toString(random.nextLong(), 36));
                if (i % 1000 == 0) {
                    check(!slow.take("mallory").allowed(), "mallory again, after " + i);
                    long left = both.peek("mallory", 0).remaining();
                    check(left <= clock.nanos() / Duration.ofMillis(200).toNanos(), "mallory refilled, after " + i);
                }
            }
            check(overflowed[0] > 0, "overflow was told");
            System.out.println("FloodTest: " + overflowed[0] + " of " + CALLERS + " calls shared a bucket");
        }

        private static void check(boolean holds, String what) {
            if (!holds) {
                System.out.println("FloodTest: wrong: " + what);
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
