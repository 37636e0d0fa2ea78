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
import java.util.ArrayList;
import java.util.List;

/**
 * Seals secrets so that their owner can be shown them again, for products that promise that: JWE with direct encryption by
 * AES-256-GCM (RFC 7516, RFC 7518 sections 4.5 and 5.3). Each seal is bound to its API token's id. Whoever has both the store
 * and the key has the secrets, so keep the key elsewhere. Safe for use by many threads; {@code toString} shows no key.
 */
public final class SecretSeal {

    private static final int KEY_BYTES = 32;

    private final DirectEncrypter encrypter;
    private final List<DirectDecrypter> decrypters;

    private SecretSeal(DirectEncrypter encrypter, List<DirectDecrypter> decrypters) {
        this.encrypter = encrypter;
        this.decrypters = decrypters;
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
            return new SecretSeal(new DirectEncrypter(copy), List.of(new DirectDecrypter(copy)));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("seal key: refused by the JOSE library", refused);
        }
    }

    /**
     * Returns a seal that seals as this does, and still opens what another has sealed: for a new key beside the one before. A secret
     * moves to this key when its API token is rotated.
     *
     * @param former the seal that was in use before, with those before it
     * @return the seal
     */
    public SecretSeal andFormerly(SecretSeal former) {
        List<DirectDecrypter> all = new ArrayList<>(decrypters);
        all.addAll(former.decrypters);
        return new SecretSeal(encrypter, List.copyOf(all));
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
        Exception refused = null;
        for (DirectDecrypter decrypter : decrypters) {
            JWEObject jwe;
            String sealedFor;
            try {
                jwe = JWEObject.parse(sealed);
                jwe.decrypt(decrypter);
                sealedFor = jwe.getHeader().getKeyID();
            } catch (ParseException | JOSEException | RuntimeException broken) {
                // The JOSE library meets some damage, a header of null say, with exceptions that it does not declare.
                refused = broken;
                continue;
            }
            if (id.equals(sealedFor)) {
                return jwe.getPayload().toString();
            }
            throw new IllegalStateException("the sealed secret of API token " + id + " belongs to another API token");
        }
        throw new IllegalStateException(
                "the sealed secret of API token " + id + " cannot be opened: another key, or a damaged store", refused);
    }

    @Override
    public String toString() {
        return "SecretSeal[A256GCM]";
    }
}
