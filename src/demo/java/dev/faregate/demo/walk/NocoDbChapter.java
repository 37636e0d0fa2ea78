package dev.faregate.demo.walk;

import java.util.List;
import java.util.Map;

/** A session and one API token: both die when told to. */
final class NocoDbChapter implements Chapter {

    private static final String API_TOKENS = "/nocodb/api/v1/tokens";
    private static final String PRODUCTS = "/nocodb/api/v1/db/data/noco/Shop/Products";
    private static final String ME = "/nocodb/api/v1/auth/user/me";
    private static final String EXPIRED = "{\"msg\":\"Token Expired. Please login again.\"}";

    @Override
    public String title() {
        return "NocoDB: one API token for each user, and a session to handle it with";
    }

    @Override
    public String point() {
        return "What is deleted stops working at once, not when some cache forgets it.";
    }

    @Override
    public List<String> tellingHeaders() {
        return List.of("WWW-Authenticate");
    }

    @Override
    public void tell(Visitor visitor) {
        String session = visitor.step("Wanda signs in. Her session lasts 10 hours, or as NC_JWT_EXPIRES_IN says.")
                .post("/nocodb/api/v1/auth/user/signin")
                .json(Map.of("email", "wanda@example.com", "password", "one-foot-after-the-other"))
                .expect(200)
                .text("token");
        Answer created = visitor.step("She creates her API token.")
                .post(API_TOKENS)
                .header("xc-auth", session)
                .json(Map.of("description", "Nightly export"))
                .expect(200);
        visitor.step("A second one is refused: there is one for each user.")
                .post(API_TOKENS)
                .header("xc-auth", session)
                .json(Map.of("description", "Another"))
                .expect(400);
        String apiToken = created.text("token");
        visitor.step("Her program reads a table with it.")
                .get(PRODUCTS)
                .header("xc-token", apiToken)
                .expect(200);
        visitor.step("It does not handle API tokens: that needs a session.")
                .get(API_TOKENS)
                .header("xc-token", apiToken)
                .expect(403);
        visitor.step("Wanda deletes it.")
                .delete(API_TOKENS + '/' + created.text("id"))
                .header("xc-auth", session)
                .expect(200, "1");
        visitor.step("It is dead at once.")
                .get(PRODUCTS)
                .header("xc-token", apiToken)
                .expect(401);
        visitor.step("Her session is not.").get(ME).header("xc-auth", session).expect(200);
        visitor.step("She signs out.")
                .post("/nocodb/api/v1/auth/user/signout")
                .header("xc-auth", session)
                .expect(200);
        visitor.step("Now the session is dead as well, hours before its end.")
                .get(ME)
                .header("xc-auth", session)
                .expect(401, EXPIRED);
    }
}
