package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.faregate.Faregate;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;

/** Any text at all, presented as a refresh token or a session token: refused, and it ends nobody's session. */
@Tag("fuzz")
class SessionTokensFuzzTest {

    private static final SessionTokens SESSIONS =
            Faregate.builder().refreshTokenLife(Duration.ofDays(30)).build().sessionTokens();
    private static final SessionToken SESSION = SESSIONS.signIn(Owner.of("ada")).orElseThrow();

    @FuzzTest(maxDuration = "1m")
    void textThatWasNotSignedRefreshesAndEndsNoSession(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String refreshToken = Objects.requireNonNull(SESSION.refreshToken());
        isRefused(text);
        String header = refreshToken.substring(0, refreshToken.indexOf('.') + 1);
        isRefused(header + text);
        isRefused(refreshToken + (text.isEmpty() ? " " : text));
        assertThat(SESSIONS.verify(SESSION.text())).isInstanceOf(Verification.Accepted.class);
    }

    private static void isRefused(String text) {
        assertThat(SESSIONS.refresh(text)).isInstanceOf(Verification.Rejected.class);
        assertThat(SESSIONS.verify(text)).isInstanceOf(Verification.Rejected.class);
        assertThat(SESSIONS.signOutWith(text)).isFalse();
    }
}
