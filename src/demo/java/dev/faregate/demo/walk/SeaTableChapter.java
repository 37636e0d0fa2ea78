package dev.faregate.demo.walk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An API token for one base, exchanged for a base token, which dies with it. */
final class SeaTableChapter implements Chapter {

    private static final String API_TOKENS = "/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/";
    private static final String EXCHANGE = "/seatable/api/v2.1/dtable/app-access-token/";

    @Override
    public String title() {
        return "SeaTable: an API token for one base, exchanged for a base token";
    }

    @Override
    public String point() {
        return "The API token stays at home; what travels with each request expires, and dies with its API token.";
    }

    @Override
    public List<String> tellingHeaders() {
        return List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    }

    @Override
    public void tell(Visitor visitor) {
        String accountToken = visitor.step("Wanda signs in. Her Account-Token administers, and opens no base.")
                .post("/seatable/api2/auth-token/")
                .form(fields("username", "wanda@example.com", "password", "one-foot-after-the-other"))
                .expect(200)
                .text("token");
        String apiToken = visitor.step("She creates an API token that may read the base Inventory.")
                .post(API_TOKENS)
                .header("Authorization", "Token " + accountToken)
                .form(fields("app_name", "stock-report", "permission", "r"))
                .expect(201)
                .text("api_token");
        Answer exchanged = visitor.step("Her program exchanges it for a base token, for five hours of the three days.")
                .get(EXCHANGE + "?exp=5h")
                .header("Authorization", "Token " + apiToken)
                .expect(200);
        String baseToken = exchanged.text("access_token");
        String rows = "/seatable/api-gateway/api/v2/dtables/" + exchanged.text("dtable_uuid") + "/rows/";
        visitor.step("The base token reads.")
                .get(rows + "?table_name=Items")
                .bearer(baseToken)
                .expect(200);
        visitor.step("It does not write: the API token has r, and an exchange never widens.")
                .post(rows)
                .bearer(baseToken)
                .json(Map.of("table_name", "Items", "rows", List.of(Map.of("Name", "Sofa"))))
                .expect(403);
        visitor.step("Wanda deletes the API token.")
                .delete(API_TOKENS + "stock-report/")
                .header("Authorization", "Token " + accountToken)
                .expect(200);
        visitor.step("The base token made from it is dead at once, though five hours are not over.")
                .get(rows + "?table_name=Items")
                .bearer(baseToken)
                .expect(403, "{\"error_msg\":\"Token expired.\"}");
        visitor.step("And there will be no other.")
                .get(EXCHANGE)
                .header("Authorization", "Token " + apiToken)
                .expect(403, "{\"error_msg\":\"Permission denied.\"}");
    }

    private static Map<String, String> fields(String name, String value, String otherName, String otherValue) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(name, value);
        fields.put(otherName, otherValue);
        return fields;
    }
}
