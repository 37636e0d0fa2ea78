package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.basic;
import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    private static final String SETTINGS = "/boxhero/settings/integrations/api-tokens";
    private static final String NOCODB_TOKENS = "/nocodb/api/v1/tokens";
    private static final String SEATABLE_TOKENS = "/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/";
    private static final String ADA = basic("ada@example.com", "correct-horse");
    private static final int TOO_LARGE = 64 * 1024 + 1;

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "\"name\"",
                "{}",
                "{\"name\":null}",
                "{\"name\":1}",
                "{\"name\":[\"x\"]}",
                "{\"name\":\"\"}",
                "{\"name\":\" x\"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"\\ud800\"}"
            })
    void boxHeroRefusesBodiesThatNameNoApiToken(String body) throws Exception {
        assertBoxHero(400, demo.post(SETTINGS, body, "Authorization", ADA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"email\":\"ada@example.com\"}",
                "{\"email\":{},\"password\":\"correct-horse\"}",
                "{\"email\":true,\"password\":[]}",
                "email=ada@example.com&password=correct-horse"
            })
    void nocoDbRefusesBodiesThatSignNobodyIn(String body) throws Exception {
        assertMessage("msg", 400, demo.post("/nocodb/api/v1/auth/user/signin", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&&&",
                "app_name=report",
                "permission=r",
                "app_name=report&permission=admin",
                "app_name=&permission=r",
                "app_name=a%2Fb&permission=r",
                "app_name=..&permission=r",
                "app_name=%zz&permission=r",
                "app_name=%00&permission=r",
                "app_name=a&app_name=b&permission=r"
            })
    void seaTableRefusesFormsThatNameNoApiToken(String form) throws Exception {
        assertMessage("error_msg", 400, demo.post(SEATABLE_TOKENS, form, "Authorization", "Token " + account()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"table_name\":\"Items\"}",
                "{\"table_name\":\"Items\",\"rows\":{}}",
                "{\"table_name\":\"Items\",\"rows\":[1]}",
                "{\"table_name\":\"Items\",\"rows\":[null]}",
                "{\"table_name\":\"Items\",\"rows\":[{\"Name\":7}]}",
                "{\"table_name\":\"Items\",\"rows\":[{\"Stock\":\"many\"}]}",
                "{\"table_name\":7,\"rows\":[]}"
            })
    void seaTableRefusesRowsThatAreNone(String body) throws Exception {
        String form = "app_name=robot&permission=rw";
        HttpResponse<String> created = demo.post(SEATABLE_TOKENS, form, "Authorization", "Token " + account());
        HttpResponse<String> exchanged = demo.get(
                "/seatable/api/v2.1/dtable/app-access-token/", "Authorization", "Bearer " + text(created, "api_token"));
        String rows = "/seatable/api-gateway/api/v2/dtables/" + text(exchanged, "dtable_uuid") + "/rows/";
        String bearer = "Bearer " + text(exchanged, "access_token");
        assertMessage("error_msg", 400, demo.post(rows, body, "Authorization", bearer));
    }

    @Test
    void oversizedBodiesAreRefusedByEachSystem() throws Exception {
        String large = "x".repeat(TOO_LARGE);
        assertBoxHero(400, demo.post(SETTINGS, "{\"name\":\"" + large + "\"}", "Authorization", ADA));
        assertMessage("msg", 400, demo.post(NOCODB_TOKENS, large, "xc-auth", session()));
        String account = "Token " + account();
        assertMessage("error_msg", 400, demo.post(SEATABLE_TOKENS, "app_name=" + large, "Authorization", account));
    }

    @Test
    void deeplyNestedJsonIsRefused() throws Exception {
        String nested = "{\"name\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertBoxHero(400, demo.post(SETTINGS, nested, "Authorization", ADA));
    }

    @Test
    void unknownPathsAreNotFoundInEachSystemsSpelling() throws Exception {
        HttpResponse<String> created = demo.post(SETTINGS, "{\"name\":\"Display\"}", "Authorization", ADA);
        String bearer = "Bearer " + text(created, "token");
        assertBoxHero(401, demo.get("/boxhero/nowhere"));
        assertBoxHero(404, demo.get("/boxhero/nowhere", "Authorization", bearer));
        assertBoxHero(404, demo.get("/boxhero/v1/nowhere", "Authorization", bearer));
        assertBoxHero(404, demo.get("/boxhero/v1/items/99", "Authorization", bearer));
        assertBoxHero(405, demo.post("/boxhero/v1/items", "{}", "Authorization", bearer));
        assertMessage("msg", 401, demo.get("/nocodb/nowhere"));
        assertMessage("msg", 404, demo.get("/nocodb/nowhere", "xc-auth", session()));
        assertMessage("msg", 404, demo.get("/nocodb/api/v1/nowhere", "xc-auth", session()));
        assertMessage("msg", 404, demo.delete(NOCODB_TOKENS + "/nothing", "xc-auth", session()));
        String account = "Token " + account();
        assertMessage("error_msg", 401, demo.get("/seatable/nowhere"));
        assertMessage("error_msg", 404, demo.get("/seatable/nowhere", "Authorization", account));
        assertMessage("error_msg", 404, demo.get("/seatable/api/v2.1/nowhere/", "Authorization", account));
        assertMessage("error_msg", 404, demo.delete(SEATABLE_TOKENS + "nothing/", "Authorization", account));
        String noBase = SEATABLE_TOKENS.replace("Inventory", "Nothing");
        assertMessage("error_msg", 404, demo.get(noBase, "Authorization", account));
        assertThat(demo.get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutCredentialEachSystemAsksForOne() throws Exception {
        assertBoxHero(401, demo.get("/boxhero/v1/items"));
        assertMessage("msg", 401, demo.get(NOCODB_TOKENS));
        assertMessage("error_msg", 401, demo.get(SEATABLE_TOKENS));
    }

    @Test
    void aCredentialSentTwiceIsRefused() throws Exception {
        assertBoxHero(400, demo.get("/boxhero/v1/items", "Authorization", "Bearer one", "Authorization", "Bearer two"));
        assertMessage("msg", 400, demo.get(NOCODB_TOKENS, "xc-auth", "one", "xc-auth", "two"));
    }

    private String session() throws IOException, InterruptedException {
        String body = "{\"email\":\"ada@example.com\",\"password\":\"correct-horse\"}";
        return text(demo.post("/nocodb/api/v1/auth/user/signin", body), "token");
    }

    private String account() throws IOException, InterruptedException {
        String form = "username=ada%40example.com&password=correct-horse";
        return text(demo.post("/seatable/api2/auth-token/", form), "token");
    }

    private static void assertBoxHero(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response)).containsOnlyKeys("id", "type", "title", "correlation_id");
    }

    private static void assertMessage(String member, int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response)).containsOnlyKeys(member);
    }
}
