package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.LimitRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A limit that no endpoint has must not be silently without effect. */
class EndpointNoticeTest {

    @Test
    void rulesKnowWhichPatternsMatchNoEndpoint() {
        LimitRules rules = LimitRules.standard()
                .limit("GET /rows", Limit.perSecond(1))
                .limit("GET /row", Limit.perSecond(1))
                .limit("POST *", Limit.perSecond(1))
                .plan("gold", "GET /itmes*", Limit.perSecond(9))
                .plan("gold", Limit.perSecond(50));
        assertThat(rules.patternsWithout(List.of("GET /rows", "POST /rows")))
                .containsExactly("GET /itmes*", "GET /row");
    }

    @Test
    void guardSaysOnceWhatIsGuardedForEachOfSeveralTables() throws Exception {
        RequestGuard guard = new GuardedApi().guard().build();
        String path = "/noticed" + System.nanoTime();
        Endpoints some = Endpoints.of(Endpoint.of("GET " + path));
        Endpoints others = Endpoints.of(Endpoint.of("POST " + path).open());
        guard.logEndpoints(some);
        for (int i = 0; i < 3; i++) {
            guard.check(FakeRequest.get(path), others);
            guard.check(FakeRequest.get(path), some);
        }
        assertThat(LoggedLines.containing(path))
                .satisfiesExactly(
                        line -> assertThat(line).contains("DEBUG").endsWith("guarded GET " + path),
                        line -> assertThat(line).contains("DEBUG").endsWith("open POST " + path));
    }

    @Test
    void guardSaysOnceWhichLimitsApplyToNoEndpoint() throws Exception {
        GuardedApi api = new GuardedApi();
        String misspelled = "GET /misspelled" + System.nanoTime();
        api.faregate.rateLimiter().reconfigure(LimitRules.standard().limit(misspelled, Limit.perSecond(1)));
        RequestGuard guard = api.guard().build();
        for (int i = 0; i < 3; i++) {
            guard.check(FakeRequest.get("/rows"), GuardedApi.ENDPOINTS);
        }
        assertThat(LoggedLines.containing(misspelled))
                .singleElement()
                .asString()
                .contains("WARN")
                .contains("limits for [" + misspelled + "] apply to none of the endpoints [GET /rows, POST /rows, "
                        + "GET /rows/{id}, unmatched]; are they misspelled?");
    }
}
