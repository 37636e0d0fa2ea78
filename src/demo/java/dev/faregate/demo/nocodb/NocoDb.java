package dev.faregate.demo.nocodb;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.Service;
import dev.faregate.demo.service.Surroundings;
import dev.faregate.exchange.TokenLife;
import dev.faregate.http.CredentialSource;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A miniature of NocoDB: a session to handle things with, and one API token for each user, dead once deleted. */
public final class NocoDb implements Service {

    private static final String SESSION_LIFE = "NC_JWT_EXPIRES_IN";

    private final Faregate faregate;
    private final Sessions sessions;
    private final AccountTokens accountTokens;
    private final Products products = new Products();
    private final RequestGuard guard;

    /**
     * The service in its surroundings.
     *
     * @throws IllegalArgumentException if the environment asks for a session life that is none
     */
    public NocoDb(Surroundings surroundings) {
        this.faregate = surroundings
                .faregate("nocodb", limits -> limits.limit(Limit.perSecond(100)))
                .tokenFormat(TokenFormat.nanoId40())
                .quota(Quota.perOwner(1))
                .apiTokens(issuer -> issuer.recoverableSecrets(surroundings.seal("nocodb")))
                .sessionLife(sessionLife(surroundings.environment()))
                .refreshTokenLife(Sessions.REFRESH_LIFE)
                .build();
        this.sessions = new Sessions(faregate.sessionTokens());
        this.accountTokens = new AccountTokens(new OwnApiTokens(faregate.tokenIssuer()));
        this.guard = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
                .credentialsFrom(
                        CredentialKind.API_TOKEN, CredentialSource.header("xc-token"), CredentialSource.bearer())
                .credentialsFrom(CredentialKind.SESSION_TOKEN, CredentialSource.header("xc-auth"))
                .firstCredentialWins()
                .errorFormat(new NocoDbErrors())
                .realm("NocoDB")
                .build();
    }

    /** Under {@code /nocodb/}. */
    @Override
    public void serveOn(HttpServer server) {
        GuardedHandler service = GuardedHandler.of(guard)
                .onOpen(Endpoint.of("POST /nocodb/api/v1/auth/user/signin").openToSignIn(), sessions::signIn)
                .onOpen(Endpoint.of("POST /nocodb/api/v1/auth/token/refresh").open(), sessions::refresh)
                .on("GET /nocodb/api/v1/auth/user/me", sessions::me)
                .on(inSession("POST /nocodb/api/v1/auth/user/signout"), sessions::signOut)
                .on(inSession("GET /nocodb/api/v1/tokens"), accountTokens::list)
                .on(inSession("POST /nocodb/api/v1/tokens"), accountTokens::create)
                .on(inSession("DELETE /nocodb/api/v1/tokens/{id}"), accountTokens::delete)
                .on("GET /nocodb/api/v1/db/data/noco/Shop/Products", products::list);
        server.createContext("/nocodb/", service);
    }

    @Override
    public List<Faregate> installations() {
        return List.of(faregate);
    }

    private static Endpoint inSession(String methodAndPath) {
        return Endpoint.of(methodAndPath).requiring(CredentialKind.SESSION_TOKEN);
    }

    private static Duration sessionLife(Map<String, String> environment) {
        String text = environment.getOrDefault(SESSION_LIFE, "10h");
        return TokenLife.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        SESSION_LIFE + ": \"" + text + "\" (expected: a life such as 30m, 10h or 3d)"));
    }
}
