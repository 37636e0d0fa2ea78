package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.faregate.Faregate;
import dev.faregate.identity.CredentialKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as a credential in any place: it is refused, and the answer does not repeat the text. */
@Tag("fuzz")
class RequestGuardFuzzTest {

    private static final RequestGuard GUARD = Faregate.builder()
            .build()
            .guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN, CredentialKind.SESSION_TOKEN)
            .credentialsFrom(
                    CredentialSource.bearer(), CredentialSource.scheme("Token"), CredentialSource.header("xc-token"))
            .unlimitedFailures()
            .build();
    private static final Endpoints ENDPOINTS = Endpoints.of(Endpoint.of("GET /rows"));

    @FuzzTest(maxDuration = "1m")
    void credentialThatWasNotIssuedIsRefusedAndNotRepeated(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        refused(text, "Authorization: " + text);
        refused(text, "Authorization: Bearer " + text);
        refused(text, "Authorization: tOKEN " + text);
        refused(text, "xc-token: " + text);
        refused(text, "Authorization: Bearer " + text, "XC-Token: " + text);
        refused(text, "Authorization: Bearer x", "Authorization: " + text);
    }

    private static void refused(String text, String... lines) {
        Verdict verdict = GUARD.check(FakeRequest.get("/rows", lines), ENDPOINTS);
        assertThat(verdict).isInstanceOf(Verdict.Answered.class);
        Verdict.Answered answered = (Verdict.Answered) verdict;
        assertThat(answered.status()).isIn(400, 401);
        if (text.length() > 30) {
            assertThat(answered.body()).doesNotContain(text);
            assertThat(answered.headers().toString()).doesNotContain(text);
        }
        assertThat(answered.body().length()).isLessThan(1_000);
    }
}
