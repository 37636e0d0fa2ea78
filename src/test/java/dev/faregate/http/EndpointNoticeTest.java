package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.LimitRules;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void guardSaysOnceWhichLimitsApplyToNoEndpoint() throws Exception {
        GuardedApi api = new GuardedApi();
        String misspelled = "GET /misspelled" + System.nanoTime();
        api.faregate.rateLimiter().reconfigure(LimitRules.standard().limit(misspelled, Limit.perSecond(1)));
        RequestGuard guard = api.guard().build();
        for (int i = 0; i < 3; i++) {
            guard.check(FakeRequest.get("/rows"), GuardedApi.ENDPOINTS);
        }
        try (var lines = Files.lines(Path.of("target", "tests.log"))) {
            assertThat(lines.filter(line -> line.contains(misspelled)))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("limits for [" + misspelled + "] apply to none of the endpoints [GET /rows, POST /rows, "
                            + "GET /rows/{id}, unmatched]; are they misspelled?");
        }
    }
}
