package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void theMoreSpecificPatternHoldsInWhateverOrder() {
        LimitRules rules = LimitRules.standard()
                .limit("GET /rows/*", Limit.perSecond(20))
                .limit("GET *", Limit.perSecond(10))
                .limit("GET /rows/{id}", Limit.perSecond(30));
        assertThat(rules.at("GET /rows/{id}")).isEqualTo(Limits.of(Limit.perSecond(30)));
        assertThat(rules.at("GET /rows/{id}/cells")).isEqualTo(Limits.of(Limit.perSecond(20)));
        assertThat(rules.at("GET /tables")).isEqualTo(Limits.of(Limit.perSecond(10)));
        assertThat(rules.at("POST /rows")).isEqualTo(Limits.of(Limit.perSecond(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "a*c, abbc, true",
        "a*c, abcb, false",
        "*a*b*, xxaxxbxx, true",
        "*a*b*, xxbxxaxx, false",
        "a, a, true",
        "a, ab, false",
        "a**, a, true"
    })
    void aStarStandsForAnyRunOfCharacters(String pattern, String endpoint, boolean matches) {
        assertThat(new EndpointPattern(pattern).matches(endpoint)).isEqualTo(matches);
    }

    @Test
    void aPlanIsAskedFirstAndUnknownPlansChangeNothing() {
        LimitRules rules = LimitRules.standard()
                .limit("POST *", Limit.perSecond(2))
                .plan("gold", "GET *", Limit.perSecond(50))
                .plan("trial", Limit.perMinute(1));
        assertThat(rules.at("GET /rows", "gold")).isEqualTo(Limits.of(Limit.perSecond(50)));
        assertThat(rules.at("POST /rows", "gold")).isEqualTo(Limits.of(Limit.perSecond(2)));
        assertThat(rules.at("POST /rows", "trial")).isEqualTo(Limits.of(Limit.perMinute(1)));
        assertThat(rules.at("POST /rows", "glod")).isEqualTo(Limits.of(Limit.perSecond(2)));
    }

    @Test
    void plansShareTheCallersBucketAndKeepItsDebtInPermits() {
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perSecond(5))
                .plan("gold", Limit.perSecond(50))
                .clock(clock)
                .build();
        EndpointLimiter rows = limiter.endpoint("GET /rows");
        EndpointLimiter gold = rows.forPlan("gold");
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(gold.peek("ada", 0).remaining()).isEqualTo(45);
        assertThat(gold.take("ada", 45).allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
        clock.advance(Duration.ofSeconds(9));
        assertThat(rows.take("ada").retryAfter()).isEqualTo(Duration.ofMillis(200));
        assertThat(gold.peek("ada", 0).remaining()).isEqualTo(45);
    }

    @Test
    void reconfiguringReachesHandlesThatWereGivenOutAndKeepsTheDebt() {
        RateLimiter limiter = RateLimiter.builder().clock(clock).build();
        EndpointLimiter rows = limiter.endpoint("GET /rows");
        EndpointLimiter gold = rows.forPlan("gold");
        rows.take("ada", 4);
        limiter.reconfigure(limiter.rules().limit(Limit.perMinute(6)).plan("gold", Limit.perMinute(60)));
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(2);
        assertThat(gold.peek("ada", 0).remaining()).isEqualTo(56);
        assertThat(rows.take("ada", 2).allowed()).isTrue();
        assertThat(rows.take("ada").retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void severalLimitsAreTakenTogetherOrNotAtAllAndTheAnswerNamesTheOneThatBound() {
        Limit second = Limit.perSecond(5);
        Limit day = Limit.perDay(8);
        EndpointLimiter rows =
                RateLimiter.builder().limit(second, day).clock(clock).build().endpoint("GET /rows");
        assertThat(rows.take("ada", 4).limit()).isEqualTo(second);
        assertThat(rows.take("ada", 2).limit()).isEqualTo(second);
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(rows.take("ada", 5).limit()).isEqualTo(day);
        Decision last = rows.take("ada", 4);
        assertThat(last.allowed()).isTrue();
        assertThat(last.limit()).isEqualTo(day);
        assertThat(last.remaining()).isZero();
        assertThat(rows.take("ada").limit()).isEqualTo(day);
        assertThat(rows.take("ada", 6).outcome()).isEqualTo(Outcome.NEVER);
        assertThat(rows.take("ada", 6).limit()).isEqualTo(second);
    }

    @Test
    void theListenerHearsOfEachAnswerAndNotOfPeeks() {
        List<String> heard = new ArrayList<>();
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perSecond(1))
                .clock(clock)
                .listener(new RateLimitListener() {
                    @Override
                    public void allowed(String endpoint, String caller, Decision decision) {
                        heard.add("allowed " + endpoint + " " + caller);
                    }

                    @Override
                    public void denied(String endpoint, String caller, Decision decision) {
                        heard.add("denied " + caller + " by " + decision.limit().name());
                    }
                })
                .build();
        EndpointLimiter rows = limiter.endpoint("GET /rows");
        rows.peek("ada", 1);
        rows.take("ada");
        rows.take("ada");
        rows.reserve("bob", 1, Duration.ZERO);
        assertThat(heard).containsExactly("allowed GET /rows ada", "denied ada by 1/s", "allowed GET /rows bob");
    }
}
