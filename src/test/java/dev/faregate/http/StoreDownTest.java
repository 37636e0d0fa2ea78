package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Principal;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import java.util.List;
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
                public Verification<Principal> authenticate(String credential) {
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
                .limitedBy(principal -> {
                    throw down;
                })
                .build();
        assertThat(answered(limited.check(FakeRequest.get("/rows", api.reader()), ENDPOINTS))
                        .status())
                .isEqualTo(503);
    }
}
