package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.basic;
import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.demo.service.User;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BoxHeroTest {

    private static final String API_TOKENS = "/boxhero/settings/integrations/api-tokens";
    private static final String ADA = basic("ada@example.com", "correct-horse");
    private static final String GRACE = basic("grace@example.com", "battery-staple");

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @Test
    void limitsEachEndpointOfEachApiTokenByItself() throws Exception {
        String apiToken = text(created("Display"), "token");
        for (int i = 0; i < 5; i++) {
            assertThat(called("/boxhero/v1/items", apiToken).statusCode()).isEqualTo(200);
        }
        assertThat(called("/boxhero/v1/locations", apiToken).headers().map())
                .containsEntry("x-ratelimit-limit", List.of("300"))
                .containsEntry("x-ratelimit-remaining", List.of("4"))
                .containsEntry("x-ratelimit-reset", List.of("1"))
                .doesNotContainKey("retry-after");
        HttpResponse<String> limited = called("/boxhero/v1/items", apiToken);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("X-Ratelimit-Limit")).contains("300");
        assertThat(limited.headers().firstValue("X-Ratelimit-Remaining")).contains("0");
        assertThat(limited.headers().firstValue("X-Ratelimit-Reset")).contains("1");
        assertThat(limited.headers().firstValue("Retry-After")).contains("1");
        assertThat(text(limited, "type")).isEqualTo("/errors/usage-limits/exceeded");

        assertThat(called("/boxhero/v1/locations", apiToken).statusCode()).isEqualTo(200);
        assertThat(called("/boxhero/v1/items/1", apiToken).statusCode()).isEqualTo(200);
        assertThat(called("/boxhero/v1/items", text(created("Other"), "token")).statusCode())
                .isEqualTo(200);

        demo.time.pass(Duration.ofSeconds(1));
        assertThat(called("/boxhero/v1/items", apiToken).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsAllItemsAsOneEndpoint() throws Exception {
        String apiToken = text(created("Display"), "token");
        for (int i = 0; i < 5; i++) {
            assertThat(called("/boxhero/v1/items/" + (i % 3 + 1), apiToken).statusCode())
                    .isEqualTo(200);
        }
        assertThat(called("/boxhero/v1/items/2", apiToken).statusCode()).isEqualTo(429);
    }

    @Test
    void deletedApiTokenIsDeadAndNeverRepeated() throws Exception {
        HttpResponse<String> created = created("Display");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created)).containsOnlyKeys("id", "name", "token");
        String apiToken = text(created, "token");
        HttpResponse<String> deleted = demo.delete(API_TOKENS + '/' + text(created, "id"), "Authorization", ADA);
        assertThat(deleted.statusCode()).isEqualTo(204);

        HttpResponse<String> dead = called("/boxhero/v1/items", apiToken);
        assertThat(dead.statusCode()).isEqualTo(401);
        assertThat(dead.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer ");
        assertThat(json(dead)).containsOnlyKeys("id", "type", "title", "correlation_id");
        assertThat(text(dead, "id")).startsWith("ex_");
        assertThat(text(dead, "type")).isEqualTo("/errors/tokens/invalid");
        assertThat(text(dead, "correlation_id")).startsWith("rq_");
        assertThat(dead.body()).doesNotContain(apiToken);
    }

    @Test
    void apiTokensOfAForgottenUserAreDeadAndNobodyElses() throws Exception {
        String apiToken = text(created("Display"), "token");
        demo.forget(User.GRACE);
        assertThat(called("/boxhero/v1/items", apiToken).statusCode()).isEqualTo(200);
        demo.forget(User.ADA);
        assertThat(called("/boxhero/v1/items", apiToken).statusCode()).isEqualTo(401);
    }

    @Test
    void usersSeeAndDeleteOnlyTheirOwnApiTokens() throws Exception {
        HttpResponse<String> created = created("Display");
        assertThat(demo.get(API_TOKENS, "Authorization", ADA).body())
                .contains("Display")
                .doesNotContain(text(created, "token"));
        assertThat(demo.get(API_TOKENS, "Authorization", GRACE).body()).doesNotContain("Display");
        String own = API_TOKENS + '/' + text(created, "id");
        assertThat(demo.delete(own, "Authorization", GRACE).statusCode()).isEqualTo(404);
        assertThat(called("/boxhero/v1/items", text(created, "token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void settingsAskForPassword() throws Exception {
        for (String wrong : new String[] {
            basic("ada@example.com", "wrong"),
            basic("nobody@example.com", "correct-horse"),
            "Basic %%%",
            "Basic",
            "Bearer x"
        }) {
            HttpResponse<String> refused = demo.get(API_TOKENS, "Authorization", wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic ");
            assertThat(text(refused, "id")).startsWith("ex_");
        }
        assertThat(demo.get(API_TOKENS).statusCode()).isEqualTo(401);
    }

    @Test
    void anApiTokenNameIsTakenOnce() throws Exception {
        created("Display");
        HttpResponse<String> refused = created("Display");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused, "type")).isEqualTo("/errors/requests/invalid");
    }

    private HttpResponse<String> created(String name) throws IOException, InterruptedException {
        return demo.post(API_TOKENS, "{\"name\":\"" + name + "\"}", "Authorization", ADA);
    }

    private HttpResponse<String> called(String path, String apiToken) throws IOException, InterruptedException {
        return demo.get(path, "Authorization", "Bearer " + apiToken);
    }
}
