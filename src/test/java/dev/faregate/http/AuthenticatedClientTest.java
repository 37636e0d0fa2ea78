package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** An authenticator learns who has sent a credential, so that it can treat clients fairly. */
class AuthenticatedClientTest {

    private final GuardedApi api = new GuardedApi();
    private final List<String> asked = new ArrayList<>();
    private final RequestGuard guard = api.guard().accept(new Remembering()).build();

    @Test
    void authenticatorLearnsTheClientsAddress() {
        FakeRequest request = FakeRequest.get("/rows", "Authorization: Bearer strange");
        assertThat(status(guard.check(request.from("192.0.2.7"), ENDPOINTS))).isEqualTo(401);
        assertThat(status(guard.check(request.from("2001:db8:1:2:3:4:5:6"), ENDPOINTS)))
                .isEqualTo(401);
        assertThat(asked).containsExactly("strange of 192.0.2.7", "strange of 2001:db8:1:2:0:0:0:0");
    }

    @Test
    void authenticatorThatDoesNotBlockTheCallerLearnsItToo() {
        FakeRequest request = FakeRequest.get("/rows", "Authorization: Bearer strange");
        assertThat(status(guard.checkAsync(request.from("192.0.2.7"), ENDPOINTS).join()))
                .isEqualTo(401);
        assertThat(asked).containsExactly("strange of 192.0.2.7, later");
    }

    /** Rejects each credential and notes what it was asked. */
    private final class Remembering implements Authenticator {

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public boolean recognizes(String credential) {
            return credential.equals("strange");
        }

        @Override
        public Verification<Caller> authenticate(String credential) {
            return Verification.rejected(RejectionReason.UNKNOWN);
        }

        @Override
        public Verification<Caller> authenticate(String credential, String client) {
            asked.add(credential + " of " + client);
            return authenticate(credential);
        }

        @Override
        public CompletionStage<Verification<Caller>> authenticateAsync(
                String credential, String client, Executor blocking) {
            asked.add(credential + " of " + client + ", later");
            return CompletableFuture.completedStage(authenticate(credential));
        }
    }
}
