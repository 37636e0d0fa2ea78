package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.Outcome;
import dev.faregate.ratelimit.RateLimiter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.OuterList;
import org.greenbytes.http.sfv.Parser;
import org.junit.jupiter.api.Test;

/** draft-ietf-httpapi-ratelimit-headers-11, read by an independent parser of RFC 9651, over random limits and states. */
class Draft11Test {

    private static final int LIMITS = 400;
    private static final int CALLS = 25;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void everyStateIsWellFormedAndKeepsThePromisesOfTheDraft() {
        for (int i = 0; i < LIMITS; i++) {
            ManualClock clock = new ManualClock();
            RateLimiter limiter = RateLimiter.builder()
                    .limit(someLimit("first"), someLimit(" ~!;,=?{}#"))
                    .clock(clock)
                    .build();
            for (int call = 0; call < CALLS; call++) {
                Decision decision = limiter.take("GET /rows", "caller");
                check(decision);
                Duration toNext =
                        decision.limit().period().dividedBy(decision.limit().permits());
                clock.advance(Duration.ofNanos((long) (random.nextDouble() * 2 * toNext.toNanos())));
            }
        }
    }

    private Limit someLimit(String name) {
        long permits = 1L + random.nextInt(20);
        long burst = 1L + random.nextInt(random.nextBoolean() ? 8 : 1_000_000);
        long nanos = 1 + (long) Math.pow(10, 3 + random.nextDouble() * 9);
        return new Limit(name, permits, Duration.ofNanos(nanos), burst);
    }

    private void check(Decision decision) {
        Map<String, String> headers = new HashMap<>();
        RateLimitHeaders.draft11().write(decision, headers::put);
        String context = "seed " + seed + ": " + headers + " of " + decision;
        OuterList limits = parsed(headers, "RateLimit");
        OuterList policies = parsed(headers, "RateLimit-Policy");
        assertThat(policies.get()).as(context).hasSameSizeAs(decision.limits());
        assertThat(limits.get()).as(context).hasSize(1);
        ListElement<?> limit = limits.get().get(0);
        assertThat(limit.get()).as(context).isEqualTo(decision.limit().name());
        long remaining = number(limit, "r");
        long window = number(limit, "t");
        assertThat(remaining).as(context).isEqualTo(decision.remaining());
        assertThat(window).as(context).isPositive();
        assertThat(BigInteger.valueOf(remaining).multiply(nanos(decision.limit())))
                .as("no more than is refilled: %s", context)
                .isLessThanOrEqualTo(BigInteger.valueOf(window)
                        .multiply(BigInteger.valueOf(1_000_000_000))
                        .multiply(BigInteger.valueOf(decision.limit().permits())));
        if (decision.outcome() == Outcome.DENIED) {
            assertThat(decision.retryAfterSeconds()).as(context).isGreaterThanOrEqualTo(window);
        }
        for (int i = 0; i < policies.get().size(); i++) {
            ListElement<?> policy = policies.get().get(i);
            assertThat(policy.get())
                    .as(context)
                    .isEqualTo(decision.limits().get(i).name());
            assertThat(number(policy, "q"))
                    .as(context)
                    .isEqualTo(decision.limits().get(i).burst());
            assertThat(number(policy, "w")).as(context).isPositive();
        }
    }

    private static BigInteger nanos(Limit limit) {
        return BigInteger.valueOf(limit.period().toNanos());
    }

    private static OuterList parsed(Map<String, String> headers, String name) {
        String text = String.valueOf(headers.get(name));
        OuterList list = Parser.parseList(text);
        assertThat(list.serialize()).isEqualTo(text);
        return list;
    }

    private static long number(ListElement<?> item, String parameter) {
        return (Long) Objects.requireNonNull(item.getParams().get(parameter), parameter)
                .get();
    }

    @Test
    void numbersBeyondTheRangeOfStructuredFieldsAreCapped() {
        Limit vast = new Limit("vast", 1_000_000_000, Duration.ofNanos(1), 1_000_000_000_000_000_000L);
        RateLimiter limiter =
                RateLimiter.builder().limit(vast).clock(new ManualClock()).build();
        Map<String, String> headers = new HashMap<>();
        RateLimitHeaders.draft11().write(limiter.take("GET /rows", "caller"), headers::put);
        assertThat(headers)
                .containsEntry("RateLimit", "\"vast\";r=999999999999999;t=1")
                .containsEntry("RateLimit-Policy", "\"vast\";q=999999999999999;w=1");
    }
}
