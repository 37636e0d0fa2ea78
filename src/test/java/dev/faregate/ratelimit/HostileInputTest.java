package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What attackers, misconfiguration and clocks do to a limiter. */
class HostileInputTest {

    private final ManualClock clock = new ManualClock();

    static List<Limit> limits() {
        return List.of(
                Limit.perDay(1),
                Limit.perSecond(3),
                Limit.perMinute(7),
                Limit.perSecond(1_000_000_000),
                Limit.perSecond(1033),
                Limit.perHour(999_983),
                new Limit("fast", Long.MAX_VALUE, Duration.ofSeconds(1), 1000),
                Limit.of(1, Duration.ofDays(13_000)),
                new Limit("faster", Long.MAX_VALUE, Duration.ofNanos(1), 1));
    }

    private EndpointLimiter under(Limit... limits) {
        return RateLimiter.builder().limit(limits).clock(clock).build().endpoint("GET /rows");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void clockStandingStillAdmitsTheBurstAndNoMore(Limit limit) {
        EndpointLimiter rows = under(limit);
        for (long i = 0; i < Math.min(limit.burst(), 2000); i++) {
            assertThat(rows.take("ada").allowed()).isTrue();
        }
        assertThat(rows.take("ada", Math.max(1, limit.burst() - 2000)).allowed())
                .isEqualTo(limit.burst() > 2000);
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(rows.take("ada").remaining()).isZero();
    }

    @ParameterizedTest
    @MethodSource("limits")
    void waitingExactlyRetryAfterIsNeverTooEarly(Limit limit) {
        EndpointLimiter rows = under(limit);
        rows.take("ada", limit.burst());
        for (int i = 0; i < 3; i++) {
            Decision denied = rows.take("ada");
            assertThat(denied.allowed()).isFalse();
            assertThat(denied.retryAfterSeconds()).isPositive();
            clock.advance(denied.retryAfterNanos() - 1);
            assertThat(rows.peek("ada", 1).allowed()).isFalse();
            clock.advance(1);
            assertThat(rows.take("ada").allowed()).isTrue();
            if (rows.peek("ada", 1).allowed()) {
                rows.take("ada", rows.peek("ada", 0).remaining());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000_000L, 3_600_000_000_000L, 31_536_000_000_000_000L})
    void clockSteppingBackCostsAtMostOneFullRefill(long step) {
        EndpointLimiter rows = under(Limit.perSecond(5));
        rows.take("ada", 5);
        clock.advance(-step);
        Decision denied = rows.take("ada", 5);
        assertThat(denied.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        assertThat(rows.take("ada", 5).allowed()).isTrue();
    }

    @Test
    void clockJumpingAYearRefillsNoMoreThanTheBurst() {
        EndpointLimiter rows = under(Limit.perSecond(5));
        rows.take("ada", 5);
        clock.advance(Duration.ofDays(366));
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void idleTimesThatWrapCostAtMostOneFullRefill() {
        EndpointLimiter rows = under(Limit.perSecond(1023));
        rows.take("ada");
        clock.advance(Duration.ofDays(110));
        Decision decision = rows.take("ada");
        assertThat(decision.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        clock.advance(decision.retryAfterNanos());
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void burstThatTakesTooLongToRefillIsRefusedWithItsNumbers() {
        assertThatThrownBy(() -> Limit.of(1, Duration.ofDays(365)).withBurst(Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("burst: 9223372036854775807 (expected: at most 36, refilled within 36 years"
                        + " at no more than one a nanosecond) in limit \"1/PT8760H\"");
        assertThatThrownBy(() -> Limit.of(1, Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limit.of(1, Duration.ofDays(14_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsOutOfRangeAreRefusedWithValueExpectationAndPlace() {
        assertThatThrownBy(() -> Limit.perSecond(0)).hasMessage("permits: 0 (expected: > 0) in limit \"0/s\"");
        assertThatThrownBy(() -> Limit.perSecond(5).withBurst(-1))
                .hasMessage("burst: -1 (expected: > 0) in limit \"5/s\"");
        assertThatThrownBy(() -> Limit.of(1, Duration.ZERO))
                .hasMessage("period: PT0S (expected: > 0) in limit \"1/PT0S\"");
        assertThatThrownBy(() -> Limit.perSecond(1).named("a\r\nSet-Cookie: b"))
                .hasMessage("limit name: contains U+000D (expected: printable ASCII without \" and \\)");
        assertThatThrownBy(() -> Limits.of()).hasMessage("limits: 0 (expected: 1 to 4)");
        assertThatThrownBy(
                        () -> Limits.of(Limit.perSecond(5), Limit.perSecond(5).withBurst(9)))
                .hasMessage("limits: two named \"5/s\" (expected: distinct)");
    }

    @Test
    void callersWhoseHashCodesCollideHaveEachTheirOwnBucketInBoundedTime() {
        List<String> colliding = HashCollisions.of(1 << 14);
        assertThat(colliding.stream().map(String::hashCode).distinct()).hasSize(1);
        EndpointLimiter rows = under(Limit.perDay(2));
        for (String caller : colliding) {
            assertThat(rows.take(caller).remaining()).isEqualTo(1);
        }
        for (String caller : colliding) {
            assertThat(rows.take(caller).remaining()).isZero();
            assertThat(rows.take(caller).allowed()).isFalse();
        }
    }

    @Test
    void callersThatCollidedAreForgottenLikeAnyOther() {
        InMemoryBucketStore store = new InMemoryBucketStore(clock, 100);
        EndpointLimiter rows =
                RateLimiter.builder().clock(clock).store(store).build().endpoint("GET /rows");
        for (String caller : HashCollisions.of(64)) {
            rows.take(caller);
        }
        assertThat(store.table().size()).isEqualTo(64);
        clock.advance(Duration.ofSeconds(1));
        store.table().sweep();
        assertThat(store.table().size()).isZero();
    }

    @Test
    void keysAreTakenAsTheyAre() {
        EndpointLimiter rows = under(Limit.perSecond(1));
        for (String caller : List.of(" ", "a", "A", "a\u0000", "a\r\n", "\ud800", "GET /rows", "x".repeat(1_000_000))) {
            assertThat(rows.take(caller).allowed()).as(caller).isTrue();
            assertThat(rows.take(caller).allowed()).as(caller).isFalse();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void noCallerAndAnEmptyOneAreRefusedByName() {
        EndpointLimiter rows = under(Limit.perSecond(1));
        List<Consumer<String>> calls = List.of(
                rows::take,
                caller -> rows.take(caller, 2),
                caller -> rows.peek(caller, 1),
                caller -> rows.peek(caller, 2),
                caller -> rows.reserve(caller, 1, Duration.ZERO),
                caller -> rows.takeAsync(caller, 1),
                caller -> rows.reserveAsync(caller, 1, Duration.ZERO),
                caller -> RateLimiter.builder().build().take("GET /rows", caller));
        for (Consumer<String> call : calls) {
            assertThatThrownBy(() -> call.accept(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("caller");
            assertThatThrownBy(() -> call.accept(""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("caller: \"\" (expected: not empty)");
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void otherMissingArgumentsAreNamed() {
        RateLimiter.Builder builder = RateLimiter.builder();
        assertThatThrownBy(() -> builder.build().take(null, "ada")).hasMessage("endpoint");
        assertThatThrownBy(() -> builder.build().endpoint(null)).hasMessage("endpoint");
        assertThatThrownBy(() -> builder.limit((Limit) null)).hasMessage("limit");
        assertThatThrownBy(() -> builder.limit((Limit[]) null)).hasMessage("limits");
        assertThatThrownBy(() -> builder.limit((String) null, Limit.perSecond(1)))
                .hasMessage("endpointPattern");
        assertThatThrownBy(() -> builder.limit("", Limit.perSecond(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpointPattern: \"\" (expected: not empty; * stands for every endpoint)");
    }

    @Test
    void atTheCapNewCallersOfAGroupShareABucketAndOldOnesKeepTheirs() {
        AtomicLong told = new AtomicLong();
        EndpointLimiter rows = RateLimiter.builder()
                .limit(Limit.perDay(2))
                .clock(clock)
                .maxBuckets(2)
                .listener(new RateLimitListener() {
                    @Override
                    public void overflowed(String endpoint) {
                        assertThat(endpoint).isEqualTo("GET /rows");
                        told.incrementAndGet();
                    }
                })
                .build()
                .endpoint("GET /rows");
        rows.take("ada");
        rows.take("bob");
        EndpointLimiter crew = rows.inGroup("crew");
        assertThat(crew.take("carol").remaining()).isEqualTo(1);
        assertThat(crew.take("dave").remaining()).isZero();
        assertThat(crew.take("erin").allowed()).isFalse();
        assertThat(rows.take("ada").allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(told).hasValue(3);
    }

    @Test
    void whoUsedTheSharedBucketGetsNoFullOneOfItsOwn() {
        EndpointLimiter rows = RateLimiter.builder()
                .limit("GET /rows", Limit.perHour(2))
                .clock(clock)
                .maxBuckets(1)
                .build()
                .endpoint("GET /rows");
        rows.with(Limits.of(Limit.perSecond(1))).take("ada");
        assertThat(rows.take("mallory", 2).allowed()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rows.take("mallory").allowed()).isFalse();
    }

    @Test
    void endpointsMadeOfAttackersTextShareBucketsInTheEnd() {
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perDay(1))
                .limit("GET /export/*", Limit.perDay(1).withBurst(3))
                .clock(clock)
                .build();
        for (int i = 0; i < 10_000; i++) {
            assertThat(limiter.take("GET /" + i, "mallory").allowed()).isTrue();
        }
        assertThat(limiter.take("GET /export/1", "mallory").remaining()).isEqualTo(2);
        assertThat(limiter.take("GET /export/2", "mallory").remaining()).isEqualTo(1);
        assertThat(limiter.take("GET /1", "mallory").allowed()).isFalse();
    }

    @Test
    void refundsOnceOnly() {
        EndpointLimiter rows = under(Limit.perDay(3));
        Reservation first = rows.reserve("ada", 1, Duration.ZERO);
        rows.take("ada", 2);
        assertThat(first.refund()).isTrue();
        assertThat(first.refund()).isFalse();
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(1);
    }

    @Test
    void refundsLateGiveNothingThatTimeHasGivenAlready() {
        EndpointLimiter rows = under(Limit.perSecond(1).withBurst(2));
        Reservation early = rows.reserve("ada", 1, Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));
        rows.take("ada", 2);
        assertThat(early.refund()).isFalse();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void refundsAfterTheClockWrappedGiveNothing() {
        EndpointLimiter rows = under(Limit.perSecond(1023));
        Reservation early = rows.reserve("ada", 1023, Duration.ZERO);
        clock.advance(Duration.ofDays(110));
        assertThat(early.refund()).isFalse();
    }
}
