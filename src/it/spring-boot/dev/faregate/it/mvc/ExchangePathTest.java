package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Only the exchange itself is without a credential at its path. */
class ExchangePathTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @RestController
        static class Handlers {

            @GetMapping("/oauth/token")
            String status() {
                return RunningApplication.ran("status");
            }

            @DeleteMapping("/oauth/{any}")
            String delete() {
                return RunningApplication.ran("delete");
            }
        }
    }

    @Test
    void otherHandlersAtTheExchangePathAreGuarded() throws Exception {
        try (RunningApplication running =
                RunningApplication.of(Application.class, "faregate.exchange-path=/oauth/token")) {
            assertThat(running.status("GET", "/oauth/token", null)).isEqualTo(401);
            assertThat(running.status("DELETE", "/oauth/token", null)).isEqualTo(401);
            assertThat(running.status("PUT", "/oauth/token", null)).isEqualTo(401);
            assertThat(RunningApplication.ran()).isEmpty();
            assertThat(running.status("GET", "/oauth/token", running.token())).isEqualTo(200);
            assertThat(running.postForText(
                                    "/oauth/token",
                                    null,
                                    "application/x-www-form-urlencoded",
                                    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token="
                                            + running.token()
                                            + "&subject_token_type=urn:faregate:token-type:api-token")
                            .body())
                    .contains("access_token");
        }
    }
}
