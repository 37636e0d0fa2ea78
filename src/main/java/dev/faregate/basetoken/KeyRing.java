package dev.faregate.basetoken;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The keys of a running installation, rotated without an outage: announce the next key on every node, wait until all of them and
 * whoever reads the published set have it, then activate it on every node. What the former key signed stays valid to its own
 * end. Base tokens and sessions follow alike. Safe for use by many threads; each signing and verifying sees the ring before a
 * change or after it, never between.
 *
 * <p>A ring is one node's. Nothing here tells another node, so each step is for every node to take, and the order matters:
 * <ul>
 *   <li>A node that was not told of a key refuses what it signs. So announce everywhere before activating anywhere.
 *   <li>Each node retires the former key when it activates the next itself. It goes on verifying and publishing the former key for
 *       {@link #ROLLOUT_MARGIN}, a day, and the longest lifetime of anything signed. So the order among the nodes does not matter, if the
 *       last one activates within a day after the first. If a roll-out takes longer, what the last nodes sign with the former key is
 *       refused before its end by the first ones.
 *   <li>A node that starts later is given {@code SigningKeys.of(active).withRetired(former, when)}, where {@code when} is the time at which the
 *       first node ceased to sign with it, or any time after that. The margin is added to it.
 *   <li>Withdrawing a key, one that has leaked, takes effect on the node where {@link #withdraw} has returned and on no other: whoever holds
 *       the key is let in by each node that was not told yet. Everything that it signed, genuine or not, ends there, so clients must
 *       exchange and sign in anew. To end that much at once wherever the revocation log is followed, revoke everything, too; that does
 *       not replace withdrawing, since a forger writes any position of the log into a token.
 * </ul>
 */
public final class KeyRing {

    /**
     * How long other nodes may go on signing with a key that this node has retired: a day. A former key verifies and is published for
     * this time longer than the longest lifetime of what it signed. Each signed token still ends at its own expiry; a key that has
     * leaked is {@linkplain #withdraw withdrawn}.
     */
    public static final Duration ROLLOUT_MARGIN = Duration.ofDays(1);

    private final Duration longestLife;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile SigningKeys keys;

    /**
     * A ring.
     *
     * @param keys what it starts with
     * @param longestLife the longest life of anything signed; a retired key still verifies that long, and for {@link #ROLLOUT_MARGIN}
     * @param clock tells when a key retires and when that life is over
     */
    public KeyRing(SigningKeys keys, Duration longestLife, InstantSource clock) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.longestLife = Objects.requireNonNull(longestLife, "longestLife");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The key that signs.
     *
     * @return the key
     */
    public SigningKey active() {
        return keys.active();
    }

    /**
     * Adds a key that is going to sign: from now on it verifies, and is published.
     *
     * @param next the key
     * @throws IllegalArgumentException if a key of that id is in the ring
     */
    public void announce(SigningKey next) {
        change(held -> held.withNext(next));
    }

    /**
     * Lets a key sign that is in the ring. The key that signed until now retires: it verifies until the longest life of what it
     * signed is over, and for {@link #ROLLOUT_MARGIN}, as other nodes may sign with it a while yet. Harmless to repeat, and undone by activating the former key.
     *
     * @param keyId the key's id
     * @throws IllegalArgumentException if no key of that id is in the ring
     */
    public void activate(String keyId) {
        Instant now = clock.instant();
        change(held -> held.activated(keyId, now));
    }

    /**
     * Takes a key out of the ring, one that may have leaked, say: what it signed is accepted no more on this node when this
     * returns. Other nodes have to be told each by itself.
     *
     * @param keyId the key's id
     * @throws IllegalArgumentException if no key of that id is in the ring, or it is the key that signs
     */
    public void withdraw(String keyId) {
        change(held -> held.without(keyId));
    }

    /**
     * The public keys that verify now or soon, for those who verify elsewhere (a JWK Set, RFC 7517 section 5). Never a
     * symmetric key, of which nothing may be published, and nothing of a private one.
     *
     * @return JSON text, to be answered as {@code application/jwk-set+json}
     */
    public String jwks() {
        Instant now = clock.instant();
        List<JWK> published = keys.held().stream()
                .filter(held -> held.verifies(now, longestLife))
                .flatMap(held -> held.key().published().stream())
                .toList();
        return new JWKSet(published).toString(true);
    }

    SigningKeys keys() {
        return keys;
    }

    boolean verifies(HeldKey held, Instant now) {
        return held.verifies(now, longestLife);
    }

    private void change(UnaryOperator<SigningKeys> change) {
        Instant now = clock.instant();
        changing.lock();
        try {
            keys = change.apply(keys.only(held -> held.verifies(now, longestLife)));
        } finally {
            changing.unlock();
        }
    }

    @Override
    public String toString() {
        return "KeyRing[" + keys + "]";
    }
}
