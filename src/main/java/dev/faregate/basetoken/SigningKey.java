package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One key, bound to one algorithm: what a presented text says of its algorithm is never asked (RFC 8725 section 3.1). Its id is
 * made from the key itself, so it is the same on every node and need not be configured. Immutable and safe for use by many
 * threads; {@code toString} shows algorithm and id only.
 */
public abstract sealed class SigningKey permits Hs256Key, JoseKey, Ed25519Key {

    /** A header parameter that no verifier but this one understands. */
    private static final String CRITICAL = "urn:faregate:kind";

    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final JWSAlgorithm algorithm;
    private final String id;
    private final Map<TokenType, List<String>> headers = new EnumMap<>(TokenType.class);
    private final Map<String, String> headerByTyp = new HashMap<>();

    SigningKey(JWSAlgorithm algorithm, String id) {
        this.algorithm = algorithm;
        this.id = id;
        for (TokenType type : TokenType.values()) {
            for (String typ : type.typs()) {
                headerByTyp.put(typ, header(type, typ));
            }
            headers.put(type, type.typs().stream().map(this::header).toList());
        }
    }

    private String header(TokenType type, String typ) {
        JWSHeader.Builder header =
                new JWSHeader.Builder(algorithm).type(new JOSEObjectType(typ)).keyID(id);
        if (!type.isForOthers()) {
            // Some verifiers ignore typ (smallrye-jwt does); RFC 7515 makes each refuse a critical parameter it does
            // not understand.
            header.criticalParams(Set.of(CRITICAL)).customParam(CRITICAL, type.name());
        }
        return header.build().toBase64URL().toString();
    }

    /**
     * HMAC with SHA-256 (RFC 7518 section 3.2): the fastest, where all who verify may also sign.
     *
     * @param secret at least 32 random bytes, the same on every node; copied
     * @return the key
     * @throws IllegalArgumentException if the secret is shorter than 32 bytes
     */
    public static SigningKey hs256(byte[] secret) {
        return Hs256Key.of(Objects.requireNonNull(secret, "secret"));
    }

    /**
     * RSA, PKCS #1 v1.5, with SHA-256 (RFC 7518 section 3.3): the quickest to verify of those whose public key can be published.
     *
     * @param pair an RSA key pair of at least 2048 bits
     * @return the key
     * @throws IllegalArgumentException if it is no such pair, or its halves do not belong together
     */
    public static SigningKey rs256(KeyPair pair) {
        return checked(Rs256Key.of(pair));
    }

    /**
     * ECDSA on the curve P-256 with SHA-256 (RFC 7518 section 3.4). Of the two signatures that ECDSA has for one text, only
     * the one with the low {@code s} is made and accepted.
     *
     * @param pair an EC key pair on P-256
     * @return the key
     * @throws IllegalArgumentException if it is no such pair, or its halves do not belong together
     */
    public static SigningKey es256(KeyPair pair) {
        return checked(Es256Key.of(pair));
    }

    /**
     * Ed25519 (RFC 8037 section 3.1, there named {@code EdDSA}). Not every verifier knows it: nimbus-jose-jwt and Spring Security
     * refuse what it signs and skip it in a JWK Set. Where they are to verify, use {@link #rs256} or {@link #es256}.
     *
     * @param pair an Ed25519 key pair
     * @return the key
     * @throws IllegalArgumentException if it is no such pair, or its halves do not belong together
     */
    public static SigningKey ed25519(KeyPair pair) {
        return checked(Ed25519Key.of(pair));
    }

    /**
     * The key's name in headers and in the published set ({@code kid}); tells nothing about a secret.
     *
     * @return base64url, the same whenever the same key is given
     */
    public final String id() {
        return id;
    }

    /**
     * The algorithm by its registered name (RFC 7518 section 3.1).
     *
     * @return {@code HS256}, {@code RS256}, {@code ES256} or {@code EdDSA}
     */
    public final String algorithm() {
        return algorithm.getName();
    }

    /** The only header text that this key mints and accepts for a {@code typ}. */
    final String header(String typ) {
        return headerByTyp.getOrDefault(typ, "");
    }

    /** The header text of a type, with its usual {@code typ}. */
    final String header(TokenType type) {
        return header(type.typ());
    }

    /** Whether a text begins with one of the headers of that type and a dot. */
    final boolean mints(TokenType type, String text) {
        for (String header : headers.getOrDefault(type, List.of())) {
            if (text.length() > header.length() && text.charAt(header.length()) == '.' && text.startsWith(header)) {
                return true;
            }
        }
        return false;
    }

    abstract byte[] sign(byte[] input);

    /** Whether a signature is one of the first so many bytes. */
    abstract boolean verify(byte[] input, int length, byte[] signature);

    /** What may be published of the key: nothing of a symmetric one. */
    abstract Optional<JWK> published();

    @Override
    public final String toString() {
        return "SigningKey[" + algorithm + " " + id + "]";
    }

    private static SigningKey checked(SigningKey key) {
        if (!belongTogether(key)) {
            throw new IllegalArgumentException(
                    key.algorithm() + " key pair: public and private key do not belong together");
        }
        return key;
    }

    private static boolean belongTogether(SigningKey key) {
        try {
            return key.verify(PROBE, PROBE.length, key.sign(PROBE));
        } catch (IllegalStateException unfit) {
            return false;
        }
    }
}
