package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private final SecureRandom random = new SecureRandom();
    private final SigningKey first = SigningKey.es256(KeyPairs.P256);
    private final SigningKey second = SigningKey.ed25519(KeyPairs.ED25519);
    private final Mint mint = new Mint(first);

    private SigningKey secret() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return SigningKey.hs256(secret);
    }

    private String signedBy(SigningKey key) {
        KeyRing elsewhere = new KeyRing(SigningKeys.of(key), Mint.LIFE, mint.clock);
        return mint.tokens(TokenType.BASE_TOKEN, "acme", elsewhere).sign(mint.claims());
    }

    @Test
    void announcedKeyVerifiesButDoesNotSign() {
        String fromANodeAhead = signedBy(second);
        mint.assertRejected(fromANodeAhead, RejectionReason.UNKNOWN_KEY);
        mint.ring.announce(second);
        mint.assertAccepted(fromANodeAhead);
        assertThat(mint.ring.active()).isEqualTo(first);
        assertThat(mint.baseToken()).startsWith(first.header(TokenType.BASE_TOKEN));
    }

    @Test
    void activatedKeySignsBaseTokensAndSessions() {
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        assertThat(mint.ring.active()).isEqualTo(second);
        assertThat(mint.baseToken()).startsWith(second.header(TokenType.BASE_TOKEN));
        assertThat(mint.session()).startsWith(second.header(TokenType.SESSION_TOKEN));
        mint.assertAccepted(mint.baseToken());
    }

    @Test
    void whatARetiredKeySignedLivesToItsOwnEnd() {
        String before = mint.baseToken();
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.clock.advance(Mint.LIFE.minusSeconds(1));
        mint.assertAccepted(before);
    }

    @Test
    void retiredKeyVerifiesNoMoreWhenTheLongestLifeIsOver() {
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.clock.advance(KeyRing.ROLLOUT_MARGIN.plus(Mint.LIFE).minusNanos(1));
        String signedWithAStolenKey = signedBy(first);
        mint.assertAccepted(signedWithAStolenKey);
        mint.clock.advance(Duration.ofNanos(1));
        mint.assertRejected(signedWithAStolenKey, RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void restartedNodeKnowsWhenAKeyRetired() {
        SigningKeys afterRestart = SigningKeys.of(second)
                .withRetired(
                        first,
                        mint.clock
                                .instant()
                                .minus(Mint.LIFE)
                                .minus(KeyRing.ROLLOUT_MARGIN)
                                .plusSeconds(1));
        KeyRing restarted = new KeyRing(afterRestart, Mint.LIFE, mint.clock);
        SignedTokens baseTokens = mint.tokens(TokenType.BASE_TOKEN, "acme", restarted);
        assertThat(baseTokens.verify(mint.baseToken())).isInstanceOf(Verification.Accepted.class);
        mint.clock.advance(Duration.ofSeconds(1));
        assertThat(baseTokens.verify(mint.baseToken())).isEqualTo(Verification.rejected(RejectionReason.UNKNOWN_KEY));
    }

    @Test
    void rotationCanBeUndone() {
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.ring.activate(first.id());
        mint.clock.advance(Mint.LIFE.multipliedBy(2));
        mint.assertAccepted(mint.baseToken());
        assertThat(mint.baseToken()).startsWith(first.header(TokenType.BASE_TOKEN));
    }

    @Test
    void withdrawnKeyIsDeadAtOnceAlsoForWhatWasSeenBefore() {
        String text = mint.baseToken();
        mint.assertAccepted(text);
        mint.assertAccepted(text);
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.assertAccepted(text);
        mint.ring.withdraw(first.id());
        mint.assertRejected(text, RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void whatANodeSignsThatActivatesLaterLivesToItsEndOnTheFirst() throws Exception {
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.clock.advance(Duration.ofMinutes(10));
        String fromTheLastNode = signedBy(first);
        mint.clock.advance(Mint.LIFE.minusSeconds(1));
        mint.assertAccepted(fromTheLastNode);
        assertThat(published()).contains(first.id());
    }

    @Test
    void withdrawnKeyThatIsAnnouncedAgainVerifiesWhatWasSeenBefore() {
        String text = mint.baseToken();
        mint.assertAccepted(text);
        mint.assertAccepted(text);
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.ring.withdraw(first.id());
        mint.assertRejected(text, RejectionReason.UNKNOWN_KEY);
        mint.ring.announce(SigningKey.es256(KeyPairs.P256));
        mint.assertAccepted(text);
    }

    @Test
    void keyThatSignsCannotBeWithdrawn() {
        assertThatThrownBy(() -> mint.ring.withdraw(first.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key id: " + first.id() + " is the key that signs (expected: activate another first)");
    }

    @Test
    void unknownKeyIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> mint.ring.activate("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key id: nobody (expected: one of [" + first.id() + "])");
        assertThatThrownBy(() -> mint.ring.withdraw("nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publishedSetHasPublicKeysOfNextActiveAndRetiredUntilTheirEnd() throws Exception {
        SigningKey third = SigningKey.rs256(KeyPairs.RSA);
        mint.ring.announce(second);
        mint.ring.activate(second.id());
        mint.ring.announce(third);
        assertThat(published()).containsExactlyInAnyOrder(first.id(), second.id(), third.id());
        mint.clock.advance(Mint.LIFE.plus(KeyRing.ROLLOUT_MARGIN).minusNanos(1));
        assertThat(published()).containsExactlyInAnyOrder(first.id(), second.id(), third.id());
        mint.clock.advance(Duration.ofNanos(1));
        assertThat(published()).containsExactlyInAnyOrder(second.id(), third.id());
    }

    private List<String> published() throws Exception {
        List<JWK> keys = JWKSet.parse(mint.ring.jwks()).getKeys();
        assertThat(keys).noneMatch(JWK::isPrivate).allMatch(key -> key.getKeyUse() != null);
        return keys.stream().map(JWK::getKeyID).toList();
    }

    @Test
    void ephemeralKeysSayThatTheyAre() {
        assertThat(SigningKeys.ephemeral(random).isEphemeral()).isTrue();
        assertThat(SigningKeys.ephemeral(random).withNext(first).isEphemeral()).isTrue();
        assertThat(SigningKeys.hs256(new byte[32]).isEphemeral()).isFalse();
    }

    @Test
    void rotationUnderLoadRefusesNobody() throws Exception {
        AtomicBoolean rotating = new AtomicBoolean(true);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> verified = IntStream.range(0, 4)
                    .mapToObj(client -> clients.submit(() -> {
                        int count = 0;
                        while (rotating.get() || count < 100) {
                            mint.assertAccepted(mint.baseToken());
                            count++;
                        }
                        return count;
                    }))
                    .toList();
            for (int rotation = 0; rotation < 200; rotation++) {
                SigningKey next = secret();
                mint.ring.announce(next);
                mint.ring.activate(next.id());
            }
            rotating.set(false);
            for (Future<Integer> count : verified) {
                assertThat(count.get()).isGreaterThanOrEqualTo(100);
            }
        } finally {
            rotating.set(false);
            clients.shutdownNow();
        }
    }
}
