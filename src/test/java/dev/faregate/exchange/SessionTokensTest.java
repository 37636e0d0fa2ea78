package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTokensTest {

    private static final Owner ADA = Owner.of("ada");

    private final MovableClock clock = new MovableClock();
    private final SessionTokens sessions =
            Faregate.builder().clock(clock).build().sessionTokens();

    private static Verification<Principal> rejected(RejectionReason reason) {
        return Verification.rejected(reason);
    }

    @Test
    void sessionLastsTenHours() {
        String text = sessions.signIn(ADA).text();
        Principal principal = sessions.verify(text).orElseThrow();
        assertThat(principal.kind()).isEqualTo(CredentialKind.SESSION_TOKEN);
        assertThat(principal.owner()).isEqualTo(ADA);
        clock.advance(Duration.ofHours(10));
        assertThat(sessions.verify(text)).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void signingOutEndsThisSessionAndNoOther() {
        String first = sessions.signIn(ADA).text();
        String second = sessions.signIn(ADA).text();
        String id = sessions.verify(first).orElseThrow().tokenId();
        sessions.signOut(id);
        sessions.signOut(id);
        assertThat(sessions.verify(first)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(second)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void signingOutEverywhereEndsEverySessionOfTheUserAndNobodyElses() {
        String first = sessions.signIn(ADA).text();
        String second = sessions.signIn(ADA).text();
        String graces = sessions.signIn(Owner.of("grace")).text();
        sessions.signOutEverywhere(ADA);
        assertThat(sessions.verify(first)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(second)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(graces)).isInstanceOf(Verification.Accepted.class);
        assertThat(sessions.verify(sessions.signIn(ADA).text())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void lifeIsConfigured() {
        SessionTokens brief = Faregate.builder()
                .clock(clock)
                .sessionLife(TokenLife.parse("30m").orElseThrow())
                .build()
                .sessionTokens();
        String text = brief.signIn(ADA).text();
        clock.advance(Duration.ofMinutes(30));
        assertThat(brief.verify(text)).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void furtherClaimsTravelWithTheSessionAndNoToStringShowsItsText() {
        SessionToken token = sessions.signIn(ADA, Map.of("email", "ada@example.com"));
        assertThat(token.claims().extra()).containsEntry("email", "ada@example.com");
        assertThat(token.toString()).doesNotContain(token.text());
    }
}
