package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials among the protocols that the client of a web socket offers. */
class SubprotocolCredentialTest extends GuardedRows {

    private static final String HEADER = "Sec-WebSocket-Protocol: ";

    private final RequestGuard sockets = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
            .credentialsFrom(CredentialSource.subprotocol("bearer"), CredentialSource.bearer())
            .listener(listener)
            .build();

    private Verdict handshake(String... lines) {
        return sockets.check(FakeRequest.get("/rows", lines), ENDPOINTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer, %s", "bearer,%s", "chat.v1, bearer , %s", "bearer, %s, chat.v1", " bearer,\t%s"})
    void protocolBehindTheMarkerIsTheCredential(String offered) {
        admitted(handshake(HEADER + String.format(offered, reader.secret())));
    }

    @Test
    void protocolsMayComeInSeveralLines() {
        admitted(handshake(HEADER + "chat.v1", HEADER + "bearer", HEADER + reader.secret()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "%s, bearer", "Bearer, %s", "chat.v1, %s", "bearer", "bearer,", "bearer, , %s", "bearer %s"
            })
    void withoutTheMarkerBeforeItThereIsNoCredential(String offered) {
        Verdict.Answered refused = refused(handshake(HEADER + String.format(offered, reader.secret())));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("This needs a credential: Sec-WebSocket-Protocol: bearer, …");
        assertThat(refused.headers().get("WWW-Authenticate")).isEqualTo("ApiKey realm=\"api\", subprotocol=\"bearer\"");
        assertThat(reasons).isEmpty();
    }

    @Test
    void twoCredentialsAreRefused() {
        String offered = HEADER + "bearer, " + reader.secret();
        assertThat(refused(handshake(offered + ", bearer, " + reader.secret())).status())
                .isEqualTo(400);
        assertThat(refused(handshake(offered, offered)).status()).isEqualTo(400);
        assertThat(refused(handshake(offered, bearer(reader))).status()).isEqualTo(400);
        admitted(handshake(HEADER + "chat.v1", bearer(reader)));
    }

    @Test
    void badCredentialIsRefusedAndNotRepeated() {
        Verdict.Answered refused = refused(handshake(HEADER + "bearer, secretOfAda"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused + refused.body()).doesNotContain("secretOfAda");
        assertThat(reasons).hasSize(1);
    }

    @Test
    void gatewayIsToldTheCredentialAlone() {
        assertThat(sockets.credentialsOf(FakeRequest.get("/rows", HEADER + "chat.v1, bearer, " + reader.secret())))
                .containsExactly(reader.secret());
    }

    @Test
    void markersAreToldApartByCase() {
        assertThat(CredentialSource.subprotocol("bearer"))
                .isEqualTo(CredentialSource.subprotocol("bearer"))
                .isNotEqualTo(CredentialSource.subprotocol("Bearer"));
        assertThat(CredentialSource.subprotocol("bearer").credentialIn(List.of("bearer, x")))
                .contains("x");
        assertThatThrownBy(() -> CredentialSource.subprotocol("a,b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("credential subprotocol: \"a,b\"");
    }
}
