package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.faregate.Faregate;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** Any text at all as an API token, as a leak, and as a page in which a leak scanner searches. */
@Tag("fuzz")
class TokenIssuerFuzzTest {

    private static final TokenIssuer ISSUER = Faregate.builder().build().tokenIssuer();
    private static final IssuedApiToken GENUINE = ISSUER.issue(
                    ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
            .orElseThrow();
    private static final Pattern SCANNER =
            Pattern.compile(TokenFormat.prefixed("fg").scannerPattern().orElseThrow());

    @FuzzTest(maxDuration = "1m")
    void textThatWasNotIssuedIsRejectedRevokesNothingAndHidesNoLeak(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (String presented : new String[] {text, GENUINE.secret() + text, text + GENUINE.secret()}) {
            if (presented.equals(GENUINE.secret())) {
                continue;
            }
            assertThat(ISSUER.authenticate(presented)).isInstanceOf(Verification.Rejected.class);
            assertThat(ISSUER.revokeLeaked(presented)).isEqualTo(new SecretRevocation.NotLive());
            assertThat(ISSUER.revokeBySecret(presented)).isEqualTo(new SecretRevocation.NotLive());
        }
        Matcher found = SCANNER.matcher(text + ' ' + GENUINE.secret() + ' ' + text);
        boolean leak = false;
        while (found.find()) {
            leak |= found.group().equals(GENUINE.secret());
        }
        assertThat(leak).isTrue();
        assertThat(ISSUER.authenticate(GENUINE.secret())).isInstanceOf(Verification.Accepted.class);
    }
}
