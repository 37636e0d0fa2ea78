package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;

/** RSA, PKCS #1 v1.5, with SHA-256. */
final class Rs256Key extends JoseKey {

    /** RFC 7518 section 3.3. */
    private static final int SMALLEST_MODULUS_BITS = 2_048;

    private Rs256Key(RSAKey published, RSASSASigner signer, RSASSAVerifier verifier) {
        super(JWSAlgorithm.RS256, published, signer, verifier);
    }

    static Rs256Key of(KeyPair pair) {
        if (!(pair.getPublic() instanceof RSAPublicKey publicKey)
                || !pair.getPrivate().getAlgorithm().equals("RSA")) {
            throw new IllegalArgumentException(
                    "RS256 key pair: " + pair.getPublic().getAlgorithm() + " (expected: RSA)");
        }
        int bits = publicKey.getModulus().bitLength();
        if (bits < SMALLEST_MODULUS_BITS) {
            throw new IllegalArgumentException(
                    "RS256 key pair: " + bits + " bits (expected: >= " + SMALLEST_MODULUS_BITS + ")");
        }
        try {
            RSAKey published = new RSAKey.Builder(publicKey)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint()
                    .build();
            return new Rs256Key(published, new RSASSASigner(pair.getPrivate()), new RSASSAVerifier(publicKey));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("RS256 key pair: refused by the JOSE library", refused);
        }
    }
}
