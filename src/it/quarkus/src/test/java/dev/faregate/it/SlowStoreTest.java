package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.Api;
import dev.faregate.http.Authenticator;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.ratelimit.RateLimiter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A guard that waits for a store, and the body that Quarkus holds back meanwhile. */
@QuarkusTest
@TestProfile(GuardedBySuite.class)
class SlowStoreTest {

    private static final String BODY = "body ".repeat(100_000);

    private static final class SlowStore implements Authenticator {

        private final Set<String> threads = ConcurrentHashMap.newKeySet();

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public boolean recognizes(String credential) {
            return true;
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            threads.add(Thread.currentThread().getName());
            try {
                Thread.sleep(50);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return Verification.accepted(VerifiedCallers.verified(
                    CredentialKind.API_TOKEN, "id", Owner.of("ada"), null, Permission.READ_WRITE, Scopes.none()));
        }
    }

    @Inject
    Router router;

    @TestHTTPResource
    URI server;

    @Test
    void bodyReachesAResourceOnAnotherThread() throws Exception {
        List<Route> others = new ArrayList<>(router.getRoutes());
        SlowStore store = new SlowStore();
        RequestGuard guard = RequestGuard.builder(RateLimiter.builder().build())
                .accept(store)
                .build();
        new Guarding().guard(router, guard, Endpoints.of(Api.ENDPOINTS));
        try {
            Rows.api = new Api();
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/rows"))
                    .header("Authorization", "Bearer good")
                    .POST(HttpRequest.BodyPublishers.ofString(BODY))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo(Api.CREATE + " for ada " + BODY);
            assertThat(store.threads).isNotEmpty().allMatch(name -> name.startsWith("faregate-guard"));
        } finally {
            router.getRoutes().stream().filter(route -> !others.contains(route)).forEach(Route::remove);
        }
    }
}
