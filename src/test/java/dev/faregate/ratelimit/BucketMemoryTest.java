package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketMemoryTest {

    private static final int BUCKETS = 400_000;

    @Test
    void aBucketTakesAtMost64BytesBeyondItsKey() {
        String[] callers = new String[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            callers[i] = "caller " + i;
        }
        EndpointLimiter rows =
                RateLimiter.builder().clock(new ManualClock()).build().endpoint("GET /rows");
        rows.take("first");
        long before = used();
        for (String caller : callers) {
            rows.take(caller);
        }
        double bytes = (double) (used() - before) / BUCKETS;
        System.out.printf("BucketMemoryTest: %.1f bytes a bucket%n", bytes);
        assertThat(bytes).isBetween(40.0, 64.0);
        for (String caller : callers) {
            assertThat(rows.peek(caller, 0).remaining()).isEqualTo(4);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
