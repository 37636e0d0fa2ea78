package dev.faregate.basetoken;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an installation starts with: one that signs, and any number that only verify because they are going to sign or
 * have signed. Immutable. {@code toString} shows algorithms and ids only.
 */
public final class SigningKeys {

    private final SigningKey active;
    private final List<HeldKey> held;
    private final boolean ephemeral;

    private SigningKeys(SigningKey active, List<HeldKey> held, boolean ephemeral) {
        this.active = active;
        this.held = List.copyOf(held);
        this.ephemeral = ephemeral;
    }

    /**
     * One key that signs.
     *
     * @param active the key
     * @return the keys
     */
    public static SigningKeys of(SigningKey active) {
        Objects.requireNonNull(active, "active");
        return new SigningKeys(active, List.of(new HeldKey(active, null)), false);
    }

    /**
     * One key that signs with HMAC-SHA256 (RFC 7518 section 3.2), the right choice where those who verify also sign.
     *
     * @param secret at least 32 random bytes, the same on every node; copied
     * @return the keys
     * @throws IllegalArgumentException if the secret is shorter than 32 bytes
     */
    public static SigningKeys hs256(byte[] secret) {
        return of(SigningKey.hs256(secret));
    }

    /**
     * One key that signs with HMAC-SHA256 under a secret that nobody keeps: what it signs ends with the process.
     *
     * @param random makes the secret
     * @return the keys
     */
    public static SigningKeys ephemeral(SecureRandom random) {
        byte[] secret = new byte[Hs256Key.SHORTEST_SECRET_BYTES];
        random.nextBytes(secret);
        SigningKey active = SigningKey.hs256(secret);
        return new SigningKeys(active, List.of(new HeldKey(active, null)), true);
    }

    /**
     * These keys and one that is going to sign: it verifies and is published already, so that every node and everyone who reads
     * the published set knows it before it signs.
     *
     * @param next the key
     * @return the keys
     * @throws IllegalArgumentException if a key of that id is among these
     */
    public SigningKeys withNext(SigningKey next) {
        return with(new HeldKey(next, null));
    }

    /**
     * These keys and one that has signed: it verifies until the longest life of anything it can have signed is over, and for
     * {@link KeyRing#ROLLOUT_MARGIN}.
     *
     * @param retired the key
     * @param retiredAt when the first node ceased to sign with it, or any time after that
     * @return the keys
     * @throws IllegalArgumentException if a key of that id is among these
     */
    public SigningKeys withRetired(SigningKey retired, Instant retiredAt) {
        return with(new HeldKey(retired, Objects.requireNonNull(retiredAt, "retiredAt")));
    }

    /**
     * Whether what these keys sign ends with the process.
     *
     * @return true if the secret was made here and is kept nowhere
     */
    public boolean isEphemeral() {
        return ephemeral;
    }

    SigningKey active() {
        return active;
    }

    /** All keys; the active one first, so that it is found first. */
    List<HeldKey> held() {
        return held;
    }

    /** The key whose header of that type a text has; null if none. */
    @Nullable
    HeldKey minting(TokenType type, String text) {
        for (HeldKey candidate : held) {
            if (candidate.key().mints(type, text)) {
                return candidate;
            }
        }
        return null;
    }

    /** A key as it is held here, be it the same object or the same key announced again; null if it is not. */
    @Nullable
    HeldKey holding(SigningKey key) {
        for (HeldKey candidate : held) {
            if (candidate.key() == key || candidate.key().id().equals(key.id())) {
                return candidate;
            }
        }
        return null;
    }

    SigningKeys activated(String keyId, Instant now) {
        SigningKey next = named(keyId);
        if (next == active) {
            return this;
        }
        List<HeldKey> changed = new ArrayList<>();
        changed.add(new HeldKey(next, null));
        changed.add(new HeldKey(active, now));
        held.stream()
                .filter(other -> other.key() != next && other.key() != active)
                .forEach(changed::add);
        return new SigningKeys(next, changed, false);
    }

    SigningKeys without(String keyId) {
        SigningKey unwanted = named(keyId);
        if (unwanted == active) {
            throw new IllegalArgumentException(
                    "key id: " + keyId + " is the key that signs (expected: activate another first)");
        }
        return only(other -> other.key() != unwanted);
    }

    SigningKeys only(Predicate<HeldKey> wanted) {
        return new SigningKeys(active, held.stream().filter(wanted).toList(), ephemeral);
    }

    private SigningKeys with(HeldKey added) {
        String id = added.key().id();
        if (held.stream().anyMatch(other -> other.key().id().equals(id))) {
            throw new IllegalArgumentException("key id: " + id + " twice (expected: each key once)");
        }
        List<HeldKey> changed = new ArrayList<>(held);
        changed.add(added);
        return new SigningKeys(active, changed, ephemeral);
    }

    private SigningKey named(String keyId) {
        return held.stream()
                .map(HeldKey::key)
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("key id: " + keyId + " (expected: one of "
                        + held.stream().map(other -> other.key().id()).toList() + ")"));
    }

    @Override
    public String toString() {
        return "SigningKeys" + held.stream().map(HeldKey::key).toList();
    }
}
