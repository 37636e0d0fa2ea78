package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SeaTableTest {

    private static final String SIGN_IN = "/seatable/api2/auth-token/";
    private static final String INVENTORY = "/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/";
    private static final String PROJECTS = "/seatable/api/v2.1/workspace/1/dtable/Projects/api-tokens/";
    private static final String TEMPORARY = "/seatable/api/v2.1/workspace/1/dtable/Inventory/temp-api-token/";
    private static final String ALL = "/seatable/api/v2.1/org/api-tokens/";
    private static final String EXCHANGE = "/seatable/api/v2.1/dtable/app-access-token/";
    private static final String DENIED = "{\"error_msg\":\"Permission denied.\"}";
    private static final String EXPIRED = "{\"error_msg\":\"Token expired.\"}";
    private static final String HEX_40 = "[0-9a-f]{40}";

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @Test
    void deletedApiTokenTakesItsBaseTokenAlong() throws Exception {
        String account = adasAccount();
        HttpResponse<String> created = created(account, INVENTORY, "report", "r");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created))
                .containsOnlyKeys("app_name", "api_token", "generated_by", "generated_at", "last_access", "permission")
                .containsEntry("generated_by", "ada@example.com")
                .containsEntry("generated_at", "2026-03-01T12:00:00+00:00");
        String apiToken = text(created, "api_token");
        assertThat(apiToken).matches(HEX_40);
        HttpResponse<String> exchanged = exchanged(apiToken, "");
        assertThat(demo.get(rows(exchanged) + "?table_name=Items", "Authorization", bearer(exchanged))
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> deleted = demo.delete(INVENTORY + "report/", "Authorization", "Token " + account);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"success\":true}");
        HttpResponse<String> dead = demo.get(rows(exchanged) + "?table_name=Items", "Authorization", bearer(exchanged));
        assertThat(dead.statusCode()).isEqualTo(403);
        assertThat(dead.body()).isEqualTo(EXPIRED);
        HttpResponse<String> refused = exchanged(apiToken, "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo(DENIED);
    }

    @Nested
    class Administration {

        @Test
        void refusesWrongPassword() throws Exception {
            HttpResponse<String> refused = demo.post(SIGN_IN, "username=ada%40example.com&password=wrong");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .isEqualTo("{\"non_field_errors\":[\"Unable to login with provided credentials.\"]}");
        }

        @Test
        void everySignInKeepsWorking() throws Exception {
            String first = adasAccount();
            assertThat(first).matches(HEX_40);
            assertThat(adasAccount()).isEqualTo(first);
            assertThat(demo.get(INVENTORY, "Authorization", "Bearer " + first).statusCode())
                    .isEqualTo(200);
        }

        @Test
        void listShowsTheSecretAgainAndWhenItWasLastUsed() throws Exception {
            String account = adasAccount();
            String apiToken = text(created(account, INVENTORY, "report", "r"), "api_token");
            assertThat(demo.get(INVENTORY, "Authorization", "Token " + account).body())
                    .contains("\"api_token\":\"" + apiToken + '"', "\"last_access\":null");
            demo.time.pass(Duration.ofHours(1));
            exchanged(apiToken, "");
            assertThat(demo.get(INVENTORY, "Authorization", "Token " + account).body())
                    .contains("\"last_access\":\"2026-03-01T13:00:00+00:00\"");
        }

        @Test
        void temporaryApiTokenLastsAnHourAndStandsInNoList() throws Exception {
            String account = adasAccount();
            HttpResponse<String> created = demo.get(TEMPORARY, "Authorization", "Token " + account);
            assertThat(created.statusCode()).isEqualTo(200);
            assertThat(json(created)).containsOnlyKeys("api_token");
            String apiToken = text(created, "api_token");
            assertThat(demo.get(INVENTORY, "Authorization", "Token " + account).body())
                    .isEqualTo("{\"api_tokens\":[]}");

            demo.time.pass(Duration.ofMinutes(59));
            HttpResponse<String> exchanged = exchanged(apiToken, "");
            assertThat(text(exchanged, "expires_in")).isEqualTo("60");
            assertThat(appended(exchanged).statusCode()).isEqualTo(200);
            demo.time.pass(Duration.ofMinutes(1));
            assertThat(exchanged(apiToken, "").body()).isEqualTo(DENIED);
            assertThat(appended(exchanged).body()).isEqualTo(EXPIRED);
        }

        @Test
        void appNameIsUniqueForItsBase() throws Exception {
            String account = adasAccount();
            created(account, INVENTORY, "report", "r");
            HttpResponse<String> again = created(account, INVENTORY, "report", "rw");
            assertThat(again.statusCode()).isEqualTo(400);
            assertThat(json(again)).containsOnlyKeys("error_msg");
            assertThat(created(account, PROJECTS, "report", "r").statusCode()).isEqualTo(201);
        }

        @Test
        void usersSeeTheirOwnAndTheAdministratorSeesAll() throws Exception {
            String ada = adasAccount();
            String grace = account("grace@example.com", "battery-staple");
            created(ada, INVENTORY, "report", "r");
            String graces = text(created(grace, PROJECTS, "planner", "rw"), "api_token");
            assertThat(demo.get(INVENTORY, "Authorization", "Token " + grace).body())
                    .isEqualTo("{\"api_tokens\":[]}");
            assertThat(demo.delete(INVENTORY + "report/", "Authorization", "Token " + grace)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(demo.get(ALL, "Authorization", "Token " + ada).body())
                    .contains("report", "planner", "\"dtable_name\":\"Projects\"")
                    .doesNotContain(graces);
            assertThat(demo.get(ALL, "Authorization", "Token " + grace).statusCode())
                    .isEqualTo(403);
        }

        @Test
        void narrowedPermissionReachesBaseTokensAtOnce() throws Exception {
            String account = adasAccount();
            String apiToken = text(created(account, INVENTORY, "report", "rw"), "api_token");
            HttpResponse<String> wide = exchanged(apiToken, "");
            HttpResponse<String> changed =
                    demo.send("PUT", INVENTORY + "report/", "permission=r", "Authorization", "Token " + account);
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(text(changed, "permission")).isEqualTo("r");
            assertThat(appended(wide).body()).isEqualTo(EXPIRED);
            assertThat(appended(exchanged(apiToken, "")).statusCode()).isEqualTo(403);
        }

        @Test
        void kindsOfTokenAreNotInterchangeable() throws Exception {
            String account = adasAccount();
            String apiToken = text(created(account, INVENTORY, "report", "rw"), "api_token");
            HttpResponse<String> exchanged = exchanged(apiToken, "");
            assertThat(exchanged(account, "").body()).isEqualTo(DENIED);
            assertThat(exchanged(text(exchanged, "access_token"), "").body()).isEqualTo(DENIED);
            assertThat(demo.get(INVENTORY, "Authorization", "Token " + apiToken).statusCode())
                    .isEqualTo(401);
            assertThat(demo.get(rows(exchanged), "Authorization", "Token " + apiToken)
                            .body())
                    .isEqualTo(EXPIRED);
        }

        @Test
        void doubledSlashIsTolerated() throws Exception {
            String body = "username=ada%40example.com&password=correct-horse";
            String account = text(demo.post("/seatable//api2/auth-token/", body), "token");
            String doubled = INVENTORY.replace("/api/", "//api/");
            String apiToken = text(created(account, doubled, "report", "r"), "api_token");
            assertThat(demo.get(EXCHANGE.replace("/api/", "//api/"), "Authorization", "Token " + apiToken)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Exchange {

        @Test
        void tellsAllThatClientsNeed() throws Exception {
            HttpResponse<String> exchanged = exchanged(reader(), "");
            assertThat(json(exchanged))
                    .containsOnlyKeys(
                            "app_name",
                            "access_token",
                            "dtable_uuid",
                            "dtable_server",
                            "dtable_socket",
                            "dtable_db",
                            "workspace_id",
                            "dtable_name",
                            "use_api_gateway",
                            "expires_in")
                    .containsEntry("app_name", "report")
                    .containsEntry("dtable_name", "Inventory")
                    .containsEntry("dtable_server", demo.address() + "seatable/api-gateway/")
                    .containsEntry("dtable_socket", demo.address() + "seatable/")
                    .containsEntry("workspace_id", 1L)
                    .containsEntry("use_api_gateway", true)
                    .containsEntry("expires_in", Duration.ofDays(3).toSeconds());
            assertThat(SignedJWT.parse(text(exchanged, "access_token"))
                            .getJWTClaimsSet()
                            .getClaims())
                    .containsEntry("dtable_uuid", text(exchanged, "dtable_uuid"))
                    .containsEntry("username", "ada@example.com")
                    .containsEntry("permission", "r")
                    .containsEntry("app_name", "report");
        }

        @Test
        void shortensLifeAndNeverLengthensIt() throws Exception {
            String apiToken = reader();
            HttpResponse<String> brief = exchanged(apiToken, "?exp=5h");
            assertThat(json(brief))
                    .containsEntry("expires_in", Duration.ofHours(5).toSeconds());
            assertThat(json(exchanged(apiToken, "?exp=30d")))
                    .containsEntry("expires_in", Duration.ofDays(3).toSeconds());
            assertThat(exchanged(apiToken, "?exp=soon").statusCode()).isEqualTo(400);

            demo.time.pass(Duration.ofHours(5));
            HttpResponse<String> expired = demo.get(rows(brief) + "?table_name=Items", "Authorization", bearer(brief));
            assertThat(expired.statusCode()).isEqualTo(403);
            assertThat(expired.body()).isEqualTo(EXPIRED);
        }
    }

    @Nested
    class Operations {

        @Test
        void readerDoesNotWrite() throws Exception {
            HttpResponse<String> exchanged = exchanged(reader(), "");
            for (String method : new String[] {"POST", "PUT", "DELETE"}) {
                HttpResponse<String> refused =
                        demo.send(method, rows(exchanged), "{}", "Authorization", bearer(exchanged));
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(json(refused)).containsOnlyKeys("error_msg");
                assertThat(refused.body()).isNotEqualTo(EXPIRED);
            }
        }

        @Test
        void bothSchemesAreAcceptedEverywhere() throws Exception {
            String apiToken = reader();
            HttpResponse<String> exchanged = demo.get(EXCHANGE, "Authorization", "Bearer " + apiToken);
            assertThat(exchanged.statusCode()).isEqualTo(200);
            HttpResponse<String> read = demo.get(
                    rows(exchanged) + "?table_name=Items", "Authorization", "Token " + text(exchanged, "access_token"));
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().map())
                    .containsEntry("x-ratelimit-limit", List.of("500"))
                    .containsEntry("x-ratelimit-remaining", List.of("499"))
                    .containsEntry(
                            "x-ratelimit-reset",
                            List.of(Long.toString(demo.time.instant().getEpochSecond() + 1)));
        }

        @Test
        void writerAppendsUpdatesAndDeletes() throws Exception {
            HttpResponse<String> exchanged = exchanged(writer(), "");
            HttpResponse<String> appended = appended(exchanged);
            assertThat(json(appended)).containsEntry("inserted_row_count", 1L);
            String row = appended.body().replaceFirst(".*\"_id\":\"([^\"]+)\".*", "$1");
            String changes =
                    "{\"table_name\":\"Items\",\"updates\":[{\"row_id\":\"" + row + "\",\"row\":{\"Stock\":7}}]}";
            assertThat(demo.send("PUT", rows(exchanged), changes, "Authorization", bearer(exchanged))
                            .body())
                    .isEqualTo("{\"success\":true}");
            assertThat(demo.get(rows(exchanged) + "?table_name=Items", "Authorization", bearer(exchanged))
                            .body())
                    .contains("\"Name\":\"Sofa\",\"Stock\":7");
            String gone = "{\"table_name\":\"Items\",\"row_ids\":[\"" + row + "\"]}";
            assertThat(demo.send("DELETE", rows(exchanged), gone, "Authorization", bearer(exchanged))
                            .body())
                    .isEqualTo("{\"deleted_rows\":1}");
        }

        @Test
        void describeTheTable() throws Exception {
            HttpResponse<String> exchanged = exchanged(reader(), "");
            String metadata = rows(exchanged).replace("rows/", "metadata/");
            assertThat(demo.get(metadata, "Authorization", bearer(exchanged)).body())
                    .startsWith("{\"metadata\":{\"tables\":[{\"_id\":")
                    .contains("\"name\":\"Items\"", "\"name\":\"Stock\"", "\"views\":");
        }

        @Test
        void oneRowIsReadByItsId() throws Exception {
            HttpResponse<String> exchanged = exchanged(writer(), "");
            String appended = appended(exchanged).body();
            String id = appended.replaceAll(".*\"row_ids\":\\[\\{\"_id\":\"([^\"]+)\".*", "$1");
            String row = rows(exchanged) + id + "/?table_name=Items";
            assertThat(demo.get(row, "Authorization", bearer(exchanged)).body())
                    .isEqualTo("{\"_id\":\"" + id + "\",\"Name\":\"Sofa\",\"Stock\":4}");
            assertThat(demo.get(row.replace(id, "none"), "Authorization", bearer(exchanged))
                            .statusCode())
                    .isEqualTo(404);
        }

        @Test
        void baseTokenOpensItsOwnBaseOnly() throws Exception {
            String account = adasAccount();
            HttpResponse<String> inventory = exchanged(reader(), "");
            String other = text(created(account, PROJECTS, "planner", "rw"), "api_token");
            HttpResponse<String> projects = exchanged(other, "");
            assertThat(demo.get(rows(projects) + "?table_name=Items", "Authorization", bearer(inventory))
                            .statusCode())
                    .isEqualTo(403);
        }

        @Test
        void fiveHundredMinutelyAreSharedByAllTokensOfBase() throws Exception {
            HttpResponse<String> one = exchanged(reader(), "");
            HttpResponse<String> other = exchanged(writer(), "");
            String items = rows(one) + "?table_name=Items";
            for (int i = 0; i < 10; i++) {
                assertThat(demo.statusesOf(25, items, "Authorization", bearer(one)))
                        .containsOnly(200);
                assertThat(demo.statusesOf(25, items, "Authorization", bearer(other)))
                        .containsOnly(200);
            }
            HttpResponse<String> limited = demo.get(items, "Authorization", bearer(one));
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.body()).isEmpty();
            assertThat(limited.headers().firstValue("x-ratelimit-limit")).contains("500");
            assertThat(limited.headers().firstValue("x-ratelimit-remaining")).contains("0");
            assertThat(limited.headers().firstValue("x-ratelimit-reset"))
                    .contains(Long.toString(demo.time.instant().plusSeconds(60).getEpochSecond()));

            demo.time.pass(Duration.ofSeconds(1));
            assertThat(demo.get(items, "Authorization", bearer(one)).statusCode())
                    .isEqualTo(200);
        }
    }

    private String reader() throws IOException, InterruptedException {
        return text(created(adasAccount(), INVENTORY, "report", "r"), "api_token");
    }

    private String writer() throws IOException, InterruptedException {
        return text(created(adasAccount(), INVENTORY, "robot", "rw"), "api_token");
    }

    private String adasAccount() throws IOException, InterruptedException {
        return account("ada@example.com", "correct-horse");
    }

    private String account(String user, String password) throws IOException, InterruptedException {
        return text(demo.post(SIGN_IN, "username=" + user + "&password=" + password), "token");
    }

    private HttpResponse<String> created(String account, String apiTokens, String appName, String permission)
            throws IOException, InterruptedException {
        String form = "app_name=" + appName + "&permission=" + permission;
        return demo.post(apiTokens, form, "Authorization", "Token " + account);
    }

    private HttpResponse<String> exchanged(String apiToken, String query) throws IOException, InterruptedException {
        return demo.get(EXCHANGE + query, "Authorization", "Token " + apiToken);
    }

    private HttpResponse<String> appended(HttpResponse<String> exchanged) throws IOException, InterruptedException {
        String body = "{\"table_name\":\"Items\",\"rows\":[{\"Name\":\"Sofa\",\"Stock\":4}]}";
        return demo.post(rows(exchanged), body, "Authorization", bearer(exchanged));
    }

    private static String rows(HttpResponse<String> exchanged) {
        return "/seatable/api-gateway/api/v2/dtables/" + text(exchanged, "dtable_uuid") + "/rows/";
    }

    private static String bearer(HttpResponse<String> exchanged) {
        return "Bearer " + text(exchanged, "access_token");
    }
}
