package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Floods of made-up keys, beside callers who pay and keep quiet. */
class BucketFloodTest {

    private static final int MADE_UP = 1_000_000;
    private static final int OWNERS = 200;
    private static final int TOKENS = 100;
    private static final int ENDPOINTS = 50;
    private static final int QUIET = 1_000;

    private final ManualClock clock = new ManualClock();

    @Test
    void quietCallersAreAdmittedAsIfAloneBesideAFloodOfAddressesFailuresAndGreedyOwners() {
        RateLimiter limiter = RateLimiter.builder()
                .clock(clock)
                .limit(Limit.perHour(5))
                .limit("rows *", Limit.perSecond(5))
                .build();
        EndpointLimiter open = limiter.endpoint("open", KeySpace.ANONYMOUS);
        EndpointLimiter failures = limiter.endpoint("failures", KeySpace.FAILURES);
        for (int i = 0; i < MADE_UP; i++) {
            open.take("address " + i);
            failures.take("address " + i);
        }
        EndpointLimiter[] endpoints = new EndpointLimiter[ENDPOINTS];
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints[i] = limiter.endpoint("slow " + i);
        }
        for (int i = 0; i < OWNERS * TOKENS; i++) {
            for (EndpointLimiter endpoint : endpoints) {
                endpoint.inGroup("owner " + i / TOKENS).take("token " + i);
            }
        }
        EndpointLimiter rows = limiter.endpoint("rows 0");
        int rowsAdmitted = 0;
        int slowAdmitted = 0;
        for (int i = 0; i < QUIET; i++) {
            for (int n = 0; n < 6; n++) {
                rowsAdmitted += rows.inGroup("owner of " + i).take("quiet " + i).allowed() ? 1 : 0;
                slowAdmitted += endpoints[i % ENDPOINTS]
                                .inGroup("owner of " + i)
                                .take("quiet " + i)
                                .allowed()
                        ? 1
                        : 0;
            }
        }
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < QUIET; i++) {
            for (int n = 0; n < 6; n++) {
                rowsAdmitted += rows.inGroup("owner of " + i).take("quiet " + i).allowed() ? 1 : 0;
            }
        }
        assertThat(rowsAdmitted).isEqualTo(QUIET * 10);
        assertThat(slowAdmitted).isEqualTo(QUIET * 5);
        assertThat(failures.peek("address never seen", 1).allowed()).isTrue();
    }
}
