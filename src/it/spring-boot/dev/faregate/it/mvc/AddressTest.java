package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.MadeUp;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Addresses and paths are the connection's and the router's, not what headers make of them. */
class AddressTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Endpoints endpoints() {
            return Endpoints.of(
                            Endpoint.of("GET /public/rows").open(),
                            Endpoint.of("GET /page").open())
                    .others(OtherRoutes.DEFAULT_RULES);
        }

        @RestController
        static class Handlers {

            @GetMapping("/rows")
            String rows() {
                return RunningApplication.ran("rows");
            }

            @GetMapping("/public/rows")
            String publicRows() {
                return RunningApplication.ran("public");
            }

            @GetMapping("/page")
            String page() {
                return RunningApplication.ran("page");
            }
        }
    }

    private static int failed(RunningApplication running, int number) throws Exception {
        String[] headers = {"X-Forwarded-For", "198.51.100." + number, "Forwarded", "for=198.51.100." + number};
        return running.status("GET", "/rows", MadeUp.apiToken(), headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "framework"})
    void addressIsTheConnections(String strategy) throws Exception {
        try (RunningApplication running = RunningApplication.of(
                Application.class, "server.forward-headers-strategy=" + strategy, "faregate.limit=5/h")) {
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                refused += failed(running, i) == 429 ? 1 : 0;
            }
            assertThat(refused).isBetween(19, 21);
            refused = 0;
            for (int i = 0; i < 10; i++) {
                refused += running.status("GET", "/page", null, "X-Forwarded-For", "198.51.100." + i) == 429 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(5);
            assertThat(running.log()).doesNotContain("forward-headers-strategy=native");
        }
    }

    @Test
    void trustedProxyIsBelievedBehindSpringsFilter() throws Exception {
        try (RunningApplication running = RunningApplication.of(
                Application.class,
                "server.forward-headers-strategy=framework",
                "faregate.trusted-proxies=127.0.0.1",
                "faregate.limit=5/h")) {
            for (int i = 0; i < 10; i++) {
                assertThat(running.status("GET", "/page", null, "X-Forwarded-For", "198.51.100." + i))
                        .isEqualTo(200);
                assertThat(running.status("GET", "/page", null, "X-Forwarded-For", "10.9.9." + i + ", 203.0.113.1"))
                        .isEqualTo(i < 5 ? 200 : 429);
            }
        }
    }

    @Test
    void containersOwnStrategyIsSaidAtStart() throws Exception {
        try (RunningApplication running =
                RunningApplication.of(Application.class, "server.forward-headers-strategy=native")) {
            assertThat(running.log()).containsOnlyOnce("forward-headers-strategy=native");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "framework", "native"})
    void prefixMovesNothing(String strategy) throws Exception {
        try (RunningApplication running = RunningApplication.of(
                Application.class,
                "server.forward-headers-strategy=" + strategy,
                "faregate.guarded-paths=/rows,/public/**,/page")) {
            RunningApplication.ran();
            for (String prefix : new String[] {"/public", "/page", "/", "/rows/..", "//x"}) {
                assertThat(running.status("GET", "/rows", null, "X-Forwarded-Prefix", prefix))
                        .as(prefix)
                        .isEqualTo(401);
                assertThat(running.status("GET", "/rows", running.token(), "X-Forwarded-Prefix", prefix))
                        .isEqualTo(200);
            }
            assertThat(running.status("GET", "/public/rows", null, "X-Forwarded-Prefix", "/rows"))
                    .isEqualTo(200);
        }
    }
}
