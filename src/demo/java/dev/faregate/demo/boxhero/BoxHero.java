package dev.faregate.demo.boxhero;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.Service;
import dev.faregate.demo.service.Surroundings;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RateLimitHeaders;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Limit;
import java.util.List;

/** A miniature of BoxHero: five queries a second at each endpoint, for each API token. */
public final class BoxHero implements Service {

    private static final String SETTINGS = "/boxhero/settings/integrations/api-tokens";

    private final Faregate faregate;
    private final Settings settings;
    private final Stock stock = new Stock();
    private final RequestGuard guard;

    /** The service in its surroundings. */
    public BoxHero(Surroundings surroundings) {
        this.faregate = surroundings
                .faregate(
                        "boxhero",
                        limits -> limits.limit(Limit.perSecond(5)).limit("* " + SETTINGS + "*", Limit.perMinute(120)))
                .tokenFormat(TokenFormat.prefixed("boxhero"))
                .quota(Quota.perOwner(10))
                .build();
        this.settings = new Settings(new OwnApiTokens(faregate.tokenIssuer()));
        this.guard = faregate.guard(CredentialKind.API_TOKEN)
                .rateLimitHeaders(RateLimitHeaders.perMinute())
                .errorFormat(new BoxHeroErrors())
                .realm("BoxHero")
                .build();
    }

    /** Under {@code /boxhero/}. */
    @Override
    public void serveOn(HttpServer server) {
        GuardedHandler service = GuardedHandler.of(guard)
                .on("GET /boxhero/v1/items", stock::items)
                .on("GET /boxhero/v1/items/{id}", stock::item)
                .on("GET /boxhero/v1/locations", stock::locations)
                .onOpen(withPassword("GET " + SETTINGS), settings::list)
                .onOpen(withPassword("POST " + SETTINGS), settings::create)
                .onOpen(withPassword("DELETE " + SETTINGS + "/{id}"), settings::delete);
        server.createContext("/boxhero/", service);
    }

    @Override
    public List<Faregate> installations() {
        return List.of(faregate);
    }

    private static Endpoint withPassword(String methodAndPath) {
        return Endpoint.of(methodAndPath).openToSignIn();
    }
}
