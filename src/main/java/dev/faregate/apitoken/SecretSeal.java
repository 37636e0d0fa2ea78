package dev.faregate.apitoken;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;

/**
 * Seals secrets so that their owner can be shown them again, for products that promise that: JWE with direct encryption by
 * AES-256-GCM (RFC 7516, RFC 7518 sections 4.5 and 5.3). Each seal is bound to its API token's id. Whoever has both the store
 * and the key has the secrets, so keep the key elsewhere. Safe for use by many threads; {@code toString} shows no key.
 */
public final class SecretSeal {

    private static final int KEY_BYTES = 32;

    private final DirectEncrypter encrypter;
    private final DirectDecrypter decrypter;

    private SecretSeal(DirectEncrypter encrypter, DirectDecrypter decrypter) {
        this.encrypter = encrypter;
        this.decrypter = decrypter;
    }

    /**
     * A seal.
     *
     * @param key 32 random bytes, the same on every node; copied
     * @return the seal
     * @throws IllegalArgumentException if the key has another length
     */
    public static SecretSeal a256gcm(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("seal key: " + key.length + " bytes (expected: " + KEY_BYTES + ")");
        }
        try {
            byte[] copy = key.clone();
            return new SecretSeal(new DirectEncrypter(copy), new DirectDecrypter(copy));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("seal key: refused by the JOSE library", refused);
        }
    }

    String seal(String id, String secret) {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID(id)
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(secret));
        try {
            jwe.encrypt(encrypter);
        } catch (JOSEException broken) {
            throw new IllegalStateException("sealing the secret of API token " + id + " failed", broken);
        }
        return jwe.serialize();
    }

    String open(String id, String sealed) {
        try {
            JWEObject jwe = JWEObject.parse(sealed);
            jwe.decrypt(decrypter);
            if (id.equals(jwe.getHeader().getKeyID())) {
                return jwe.getPayload().toString();
            }
        } catch (ParseException | JOSEException | RuntimeException broken) {
            // The JOSE library meets some damage, a header of null say, with exceptions that it does not declare.
            throw new IllegalStateException(
                    "the sealed secret of API token " + id + " cannot be opened: another key, or a damaged store",
                    broken);
        }
        throw new IllegalStateException("the sealed secret of API token " + id + " belongs to another API token");
    }

    @Override
    public String toString() {
        return "SecretSeal[A256GCM]";
    }
}
