package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.Service;
import dev.faregate.demo.service.Surroundings;
import dev.faregate.http.CredentialSource;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RateLimitHeaders;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestGuardBuilder;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Resource;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Limit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A miniature of SeaTable: an API token for one base, exchanged for a base token that lives three days at most. */
public final class SeaTable implements Service {

    /** The second is what a client sends whose user ended the server's address with a slash. */
    private static final List<String> ROOTS = List.of("/seatable", "/seatable/");

    private static final String ROWS = "/seatable/api-gateway/api/v2/dtables/{uuid}/rows/";
    private static final String DTABLE = "/api/v2.1/workspace/1/dtable/{base}/";
    private static final String API_TOKENS = DTABLE + "api-tokens/";

    private final Faregate accounts;
    private final Faregate faregate;
    private final AccountSignIn signIn;
    private final BaseApiTokens apiTokens;
    private final AppAccessToken appAccessToken;
    private final BaseOperations operations;
    private final RequestGuard signInGuard;
    private final RequestGuard accountGuard;
    private final RequestGuard exchangeGuard;
    private final RequestGuard baseGuard;

    /** The service in its surroundings, at the address that its clients know it by. */
    public SeaTable(Surroundings surroundings, URI origin) {
        Bases bases = new Bases();
        this.accounts = installation("seatable-accounts", surroundings, Quota.perOwner(1));
        this.faregate = installation("seatable", surroundings, Quota.perResource(1_000));
        this.signIn = new AccountSignIn(accounts.tokenIssuer());
        this.apiTokens = new BaseApiTokens(new OwnApiTokens(faregate.tokenIssuer()), bases);
        this.appAccessToken = new AppAccessToken(
                faregate.tokenExchange(), faregate.tokenIssuer(), bases, origin.resolve("/seatable/"));
        this.operations = new BaseOperations(bases);
        this.signInGuard = speakingSeaTable(accounts.guard(CredentialKind.API_TOKEN), surroundings)
                .errorFormat(SeaTableErrors.forSignIn())
                .build();
        this.accountGuard = speakingSeaTable(accounts.guard(CredentialKind.API_TOKEN), surroundings)
                .errorFormat(SeaTableErrors.forAccounts())
                .build();
        this.exchangeGuard = speakingSeaTable(faregate.guard(CredentialKind.API_TOKEN), surroundings)
                .errorFormat(SeaTableErrors.forExchange())
                .build();
        this.baseGuard = speakingSeaTable(faregate.guard(CredentialKind.BASE_TOKEN), surroundings)
                .errorFormat(SeaTableErrors.forBases())
                .limitedBy(SeaTable::base)
                .build();
    }

    /** Under {@code /seatable/}. */
    @Override
    public void serveOn(HttpServer server) {
        for (String root : ROOTS) {
            GuardedHandler open = GuardedHandler.of(signInGuard)
                    .onOpen(endpoint(root, "POST", "/api2/auth-token/").openToSignIn(), signIn::signIn);
            GuardedHandler administration = GuardedHandler.of(accountGuard)
                    .on(endpoint(root, "GET", API_TOKENS), apiTokens::list)
                    .on(endpoint(root, "POST", API_TOKENS), apiTokens::create)
                    .on(endpoint(root, "PUT", API_TOKENS + "{app_name}/"), apiTokens::changePermission)
                    .on(endpoint(root, "DELETE", API_TOKENS + "{app_name}/"), apiTokens::delete)
                    .on(endpoint(root, "GET", DTABLE + "temp-api-token/"), apiTokens::createTemporary)
                    .on(endpoint(root, "GET", "/api/v2.1/org/api-tokens/"), apiTokens::listAll);
            GuardedHandler exchange = GuardedHandler.of(exchangeGuard)
                    .on(endpoint(root, "GET", "/api/v2.1/dtable/app-access-token/"), appAccessToken::exchange);
            server.createContext(root + "/api2/", open);
            server.createContext(root + "/api/v2.1/", administration);
            server.createContext(root + "/api/v2.1/dtable/", exchange);
        }
        GuardedHandler base = GuardedHandler.of(baseGuard)
                .on(ofBase("GET /seatable/api-gateway/api/v2/dtables/{uuid}/metadata/"), operations::metadata)
                .on(ofBase("GET " + ROWS), operations::rows)
                .on(ofBase("GET " + ROWS + "{row_id}/"), operations::row)
                .on(ofBase("POST " + ROWS), operations::append)
                .on(ofBase("PUT " + ROWS), operations::update)
                .on(ofBase("DELETE " + ROWS), operations::delete);
        server.createContext("/seatable/api-gateway/api/v2/dtables/", base);
        server.createContext("/seatable/", GuardedHandler.of(accountGuard));
    }

    @Override
    public List<Faregate> installations() {
        return List.of(accounts, faregate);
    }

    private static Faregate installation(String service, Surroundings surroundings, Quota quota) {
        return surroundings
                .faregate(service, limits -> limits.limit(Limit.perMinute(500)))
                .tokenFormat(TokenFormat.hex40())
                .quota(quota)
                .apiTokens(apiTokens -> apiTokens
                        .recoverableSecrets(surroundings.seal(service))
                        .lastUsesWrittenBy(surroundings.later()))
                .baseTokenLife(Duration.ofDays(3))
                .build();
    }

    private static RequestGuardBuilder speakingSeaTable(RequestGuardBuilder guard, Surroundings surroundings) {
        return guard.credentialsFrom(CredentialSource.scheme("Token"), CredentialSource.bearer())
                .rateLimitHeaders(RateLimitHeaders.epochSeconds(surroundings.clock()))
                .realm("SeaTable");
    }

    private static Endpoint endpoint(String root, String method, String path) {
        return Endpoint.of(method + ' ' + root + path).limitedAs(method + ' ' + path);
    }

    private static Endpoint ofBase(String methodAndPath) {
        return Endpoint.of(methodAndPath).forResourceIn("uuid").limitedAs("base");
    }

    private static String base(Caller caller) {
        Resource base = caller.resource();
        return Objects.requireNonNull(base, "a base token's resource").id();
    }
}
