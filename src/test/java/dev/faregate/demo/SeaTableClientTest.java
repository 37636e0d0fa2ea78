package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code src/demo/clients/seatable.mjs} says with seatable-api 1.0.46, request by request as that client sends it. */
class SeaTableClientTest {

    private static final String API_TOKENS = "/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/";
    private static final String EXPIRED = "{\"error_msg\":\"Token expired.\"}";
    private static final String DENIED = "{\"error_msg\":\"Permission denied.\"}";
    private static final String HEX_40 = "[0-9a-f]{40}";
    private static final Pattern ROW_ID = Pattern.compile("\"_id\":\"([^\"]+)\"");

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    /** The trailing slash is what users write, and the client then asks for {@code //api/v2.1/…}. */
    @ParameterizedTest
    @ValueSource(strings = {"/seatable", "/seatable/"})
    void wholeConversation(String server) throws Exception {
        // Ada signs in, after a typing mistake, and creates an API token.
        assertRefused(400, "{\"non_field_errors\":[\"Unable to login with provided credentials.\"]}", signIn("wrong"));
        String account = text(carriedOut(signIn("correct-horse")), "token");
        assertThat(account).matches(HEX_40);
        HttpResponse<String> created = form("POST", API_TOKENS, "app_name=client&permission=rw", account);
        assertThat(created.statusCode()).isEqualTo(201);
        String apiToken = text(created, "api_token");
        assertThat(apiToken).matches(HEX_40);
        assertThat(text(created, "permission")).isEqualTo("rw");
        assertThat(carriedOut(demo.get(API_TOKENS, "Authorization", "Token " + account))
                        .body())
                .containsOnlyOnce("\"app_name\":\"client\"")
                .contains("\"api_token\":\"" + apiToken + '"');

        // Her application exchanges it, and finds its way about.
        Base base = new Base(carriedOut(exchanged(server, apiToken)));
        assertThat(text(base.exchanged, "dtable_uuid")).matches("[0-9a-f-]{36}");
        assertThat(json(base.exchanged)).doesNotContainKey("exp").containsEntry("expires_in", 259_200L);
        assertThat(carriedOut(base.get("metadata/")).body())
                .contains(
                        "\"tables\":[{\"_id\":\"0000\",\"name\":\"Items\"", "\"name\":\"Name\"", "\"name\":\"Stock\"");
        List<String> before = ids(carriedOut(base.get("rows/?table_name=Items&convert_keys=true")));
        assertThat(before).isNotEmpty();

        // It appends, changes, reads and deletes.
        HttpResponse<String> appended = carriedOut(base.append("{\"Name\":\"Vase\",\"Stock\":4}"));
        assertThat(appended.body()).contains("\"Name\":\"Vase\",\"Stock\":4");
        String row = ids(appended).get(0);
        String change = "{\"table_name\":\"Items\",\"updates\":[{\"row_id\":\"" + row + "\",\"row\":{\"Stock\":5}}]}";
        assertThat(carriedOut(base.send("PUT", "rows/", change)).body()).isEqualTo("{\"success\":true}");
        assertThat(carriedOut(base.get("rows/" + row + "/?table_name=Items&convert_keys=true"))
                        .body())
                .isEqualTo("{\"_id\":\"" + row + "\",\"Name\":\"Vase\",\"Stock\":5}");
        assertThat(carriedOut(base.delete(List.of(row))).body()).isEqualTo("{\"deleted_rows\":1}");
        assertThat(json(carriedOut(base.append("{\"Name\":\"a\"},{\"Name\":\"b\"}"))))
                .containsEntry("inserted_row_count", 2L);
        List<String> added = ids(carriedOut(base.get("rows/?table_name=Items&convert_keys=true")));
        added.removeAll(before);
        assertThat(carriedOut(base.delete(added)).body()).isEqualTo("{\"deleted_rows\":2}");

        // Ada narrows the API token: the base token from before is dead, a new one reads and does not write.
        HttpResponse<String> narrowed = form("PUT", API_TOKENS + "client/", "permission=r", account);
        assertThat(text(carriedOut(narrowed), "permission")).isEqualTo("r");
        assertRefused(403, EXPIRED, base.append("{\"Name\":\"x\"}"));
        Base reading = new Base(carriedOut(exchanged(server, apiToken)));
        assertThat(ids(carriedOut(reading.get("rows/?table_name=Items&convert_keys=true"))))
                .isEqualTo(before);
        assertRefused(
                403,
                "{\"error_msg\":\"The credential does not allow this operation.\"}",
                reading.append("{\"Name\":\"x\"}"));

        // She deletes it: so is the new one, and there is no other.
        HttpResponse<String> deleted = demo.delete(API_TOKENS + "client/", "Authorization", "Token " + account);
        assertThat(carriedOut(deleted).body()).isEqualTo("{\"success\":true}");
        assertRefused(403, EXPIRED, reading.get("rows/?table_name=Items&convert_keys=true"));
        assertRefused(403, DENIED, exchanged(server, apiToken));
    }

    /** A base as the client holds it: the address and the base token that the exchange has answered. */
    private final class Base {

        private final HttpResponse<String> exchanged;
        private final String address;

        Base(HttpResponse<String> exchanged) {
            this.exchanged = exchanged;
            this.address = URI.create(text(exchanged, "dtable_server")).getPath() + "api/v2/dtables/"
                    + text(exchanged, "dtable_uuid") + '/';
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return demo.get(address + path, "Authorization", credential());
        }

        HttpResponse<String> append(String rows) throws IOException, InterruptedException {
            return send("POST", "rows/", "{\"table_name\":\"Items\",\"rows\":[" + rows + "]}");
        }

        HttpResponse<String> delete(List<String> rowIds) throws IOException, InterruptedException {
            String ids = "\"" + String.join("\",\"", rowIds) + '"';
            return send("DELETE", "rows/", "{\"table_name\":\"Items\",\"row_ids\":[" + ids + "]}");
        }

        HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
            return demo.send(
                    method, address + path, body, "Authorization", credential(), "Content-Type", "application/json");
        }

        private String credential() {
            return "Token " + text(exchanged, "access_token");
        }
    }

    private HttpResponse<String> signIn(String password) throws IOException, InterruptedException {
        return demo.post("/seatable/api2/auth-token/", "username=ada%40example.com&password=" + password);
    }

    private HttpResponse<String> form(String method, String path, String form, String account)
            throws IOException, InterruptedException {
        return demo.send(
                method,
                path,
                form,
                "Authorization",
                "Token " + account,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> exchanged(String server, String apiToken) throws IOException, InterruptedException {
        return demo.get(server + "/api/v2.1/dtable/app-access-token/", "Authorization", "Token " + apiToken);
    }

    private static List<String> ids(HttpResponse<String> answer) {
        String rows = answer.body().replaceFirst("\"row_ids\":\\[[^]]*]", "");
        return new ArrayList<>(
                ROW_ID.matcher(rows).results().map(found -> found.group(1)).toList());
    }

    private static HttpResponse<String> carriedOut(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static void assertRefused(int status, String body, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }
}
