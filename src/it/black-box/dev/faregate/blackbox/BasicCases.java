package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.CredentialSource;
import dev.faregate.http.RequestGuardBuilder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Credentials by {@code Basic} and by a web socket's protocol. */
interface BasicCases {

    Subject anotherSubject(UnaryOperator<RequestGuardBuilder> settings) throws Exception;

    private static HttpResponse<String> get(Subject subject, String authorization) throws Exception {
        return subject.send(subject.request("GET", "/rows", "", "Authorization", authorization));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    default void tokenIsTheUserOrThePasswordOfBasic() throws Exception {
        try (Subject subject = anotherSubject(
                guard -> guard.credentialsFrom(CredentialSource.basicPassword(), CredentialSource.basicUser()))) {
            Client caller = subject.newClient();
            for (String pair : List.of("git:" + caller.token(), ":" + caller.token(), caller.token() + ":")) {
                assertThat(get(subject, basic(pair)).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> none = subject.send(subject.request("GET", "/rows", ""));
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Basic realm=\"api\", charset=\"UTF-8\"");
        }
    }

    @Test
    default void malformedBasicIsRefusedAndNotRepeated() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(CredentialSource.basicPassword()))) {
            HttpResponse<String> answer = get(subject, "Basic secretOfNobody");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic realm=\"api\", charset=\"UTF-8\", error=\"invalid_token\"");
            assertThat(answer.body() + answer.headers()).doesNotContain("secretOfNobody");
            assertThat(subject.api.calls()).isZero();
        }
    }

    @Test
    default void webSocketMayOfferItsTokenAmongProtocols() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(CredentialSource.subprotocol("bearer")))) {
            Client caller = subject.newClient();
            String header = "Sec-WebSocket-Protocol: ";
            assertThat(subject.send(RawRequest.of("GET", "/rows", header + "chat.v1, bearer, " + caller.token()))
                            .status())
                    .isEqualTo(200);
            assertThat(subject.send(RawRequest.of("GET", "/rows", header + "chat.v1, " + caller.token()))
                            .status())
                    .isEqualTo(401);
        }
    }
}
