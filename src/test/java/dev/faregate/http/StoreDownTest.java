package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A store that does not answer while a request is judged. */
class StoreDownTest {

    private final StoreUnavailableException down = new StoreUnavailableException("API tokens: no answer within 50 ms");

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.guard()
            .accept(new Authenticator() {
                @Override
                public CredentialKind kind() {
                    return CredentialKind.API_TOKEN;
                }

                @Override
                public boolean recognizes(String credential) {
                    return credential.equals("stored-elsewhere");
                }

                @Override
                public Verification<Caller> authenticate(String credential) {
                    throw down;
                }
            })
            .build();

    @Test
    void requestIsAnswered503AndNeverLetThroughNorCalledRejected() {
        for (String path : List.of("/rows", "/nowhere")) {
            for (int i = 0; i < 30; i++) {
                Verdict.Answered answer = answered(
                        guard.check(FakeRequest.get(path, "Authorization: Bearer stored-elsewhere"), ENDPOINTS));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers().asMap())
                        .containsEntry("Retry-After", "5")
                        .containsEntry("Cache-Control", "no-store")
                        .doesNotContainKey("WWW-Authenticate");
                assertThat(answer.body())
                        .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                                + "\"detail\":\"This cannot be answered for the moment; see Retry-After.\"}");
            }
        }
        assertThat(api.down).hasSize(60).containsOnly(down);
        assertThat(api.reasons).isEmpty();
        assertThat(api.refusals).containsOnly("GET /rows SERVICE_UNAVAILABLE", "unmatched SERVICE_UNAVAILABLE");
    }

    @Test
    void bucketStoreThatIsDownIsAnswered503() {
        RequestGuard limited = api.guard()
                .limitedBy(caller -> {
                    throw down;
                })
                .build();
        assertThat(answered(limited.check(FakeRequest.get("/rows", api.reader()), ENDPOINTS))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void tokenEndpointsAnswer503AndNothingOfTheToken() throws ParseException {
        AtomicBoolean up = new AtomicBoolean(true);
        Faregate faregate = Faregate.builder().apiTokenStore(storeThatIs(up)).build();
        TokenEndpoints endpoints = faregate.tokenEndpoints();
        RequestGuard guarded =
                faregate.guard(CredentialKind.API_TOKEN).listener(api.listener).build();
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        String exchange = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                + "&subject_token_type=urn:faregate:token-type:api-token&subject_token=" + secret;
        assertThat(endpoints.exchange(exchange).status()).isEqualTo(200);
        up.set(false);
        Verdict.Answered answered = guarded.exchange(FakeRequest.of("POST", "/token"), exchange, endpoints);
        for (Reply reply : List.of(
                endpoints.exchange(exchange),
                endpoints.introspect("token=" + secret),
                endpoints.revoke("token=" + secret),
                new Reply(answered.status(), answered.headers().asMap(), answered.body()))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsEntry("Retry-After", "5").containsEntry("Cache-Control", "no-store");
            assertThat(JSONObjectUtils.parse(reply.body())).containsEntry("error", "temporarily_unavailable");
            assertThat(reply.body()).doesNotContain(secret);
        }
        assertThat(api.down).hasSize(1);
        up.set(true);
        assertThat(endpoints.revoke("token=" + secret).status()).isEqualTo(200);
        assertThat(endpoints.exchange(exchange).status()).isEqualTo(400);
    }

    /** The store in memory behind a line that can be cut. */
    private ApiTokenStore storeThatIs(AtomicBoolean up) {
        ApiTokenStore memory = ApiTokenStore.inMemory(
                RevocationLog.inMemory(Duration.ofDays(3), InstantSource.system(), new SecureRandom()),
                InstantSource.system());
        return (ApiTokenStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiTokenStore.class}, (proxy, method, arguments) -> {
                    // The log is no call.
                    if (!up.get() && method.getReturnType() != RevocationLog.class) {
                        throw down;
                    }
                    return method.invoke(memory, arguments);
                });
    }
}
