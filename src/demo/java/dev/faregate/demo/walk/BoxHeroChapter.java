package dev.faregate.demo.walk;

import java.util.List;
import java.util.Map;

/** A limit for each endpoint: one runs dry while the others go on. */
final class BoxHeroChapter implements Chapter {

    private static final String API_TOKENS = "/boxhero/settings/integrations/api-tokens";

    @Override
    public String title() {
        return "BoxHero: five requests a second, for each endpoint and API token";
    }

    @Override
    public String point() {
        return "An API token is a permanent password for programs. Who calls too fast waits, at that endpoint only.";
    }

    @Override
    public List<String> tellingHeaders() {
        return List.of(
                "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After", "WWW-Authenticate");
    }

    @Override
    public void tell(Visitor visitor) {
        Answer created = visitor.step("Wanda creates an API token on her settings page. It is shown this once.")
                .post(API_TOKENS)
                .basic("wanda@example.com", "one-foot-after-the-other")
                .json(Map.of("name", "Warehouse display"))
                .expect(201);
        String apiToken = created.text("token");
        Answer limited = visitor.step("Her program lists items as fast as it can, until that is too fast.")
                .get("/boxhero/v1/items")
                .bearer(apiToken)
                .repeatWhile(200, 429);
        visitor.step("Another endpoint has a bucket of its own, and is still open.")
                .get("/boxhero/v1/locations")
                .bearer(apiToken)
                .expect(200);
        visitor.step("So has a third; whichever item is asked for, it is one endpoint.")
                .get("/boxhero/v1/items/1")
                .bearer(apiToken)
                .expect(200);
        visitor.obeyRetryAfter(limited);
        visitor.step("A client that waits exactly so long is let in.")
                .get("/boxhero/v1/items")
                .bearer(apiToken)
                .expect(200);
        visitor.step("Wanda deletes the API token.")
                .delete(API_TOKENS + '/' + created.text("id"))
                .basic("wanda@example.com", "one-foot-after-the-other")
                .expect(204);
        visitor.step("It is dead at once; the answer does not repeat it.")
                .get("/boxhero/v1/locations")
                .bearer(apiToken)
                .expect(401);
    }
}
