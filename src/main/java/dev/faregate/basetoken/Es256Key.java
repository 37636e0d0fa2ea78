package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/**
 * ECDSA on P-256 with SHA-256. Where (r, s) is a signature, so is (r, n − s), for the same text and without the private key; of
 * the two only the one with s ≤ n / 2 is made and accepted.
 */
final class Es256Key extends JoseKey {

    private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
    private static final int HALF_BYTES = 32;

    private Es256Key(ECKey published, ECDSASigner signer, ECDSAVerifier verifier) {
        super(JWSAlgorithm.ES256, published, signer, verifier);
    }

    static Es256Key of(KeyPair pair) {
        if (!(pair.getPublic() instanceof ECPublicKey publicKey)
                || !pair.getPrivate().getAlgorithm().equals("EC")) {
            throw new IllegalArgumentException(
                    "ES256 key pair: " + pair.getPublic().getAlgorithm() + " (expected: EC)");
        }
        Curve curve = Curve.forECParameterSpec(publicKey.getParams());
        if (!Curve.P_256.equals(curve)) {
            throw new IllegalArgumentException("ES256 key pair: curve " + curve + " (expected: P-256)");
        }
        try {
            ECKey published = new ECKey.Builder(Curve.P_256, publicKey)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
            return new Es256Key(
                    published, new ECDSASigner(pair.getPrivate(), Curve.P_256), new ECDSAVerifier(publicKey));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("ES256 key pair: refused by the JOSE library", refused);
        }
    }

    @Override
    byte[] sign(byte[] input) {
        byte[] signature = super.sign(input);
        return hasLowS(signature) ? signature : twin(signature);
    }

    @Override
    boolean verify(byte[] input, int length, byte[] signature) {
        return signature.length == 2 * HALF_BYTES && hasLowS(signature) && super.verify(input, length, signature);
    }

    /** The other signature that is as good. */
    static byte[] twin(byte[] signature) {
        byte[] s = ORDER.subtract(s(signature)).toByteArray();
        int length = Math.min(s.length, HALF_BYTES);
        byte[] twin = Arrays.copyOf(Arrays.copyOf(signature, HALF_BYTES), 2 * HALF_BYTES);
        System.arraycopy(s, s.length - length, twin, twin.length - length, length);
        return twin;
    }

    private static boolean hasLowS(byte[] signature) {
        return s(signature).compareTo(HALF_ORDER) <= 0;
    }

    private static BigInteger s(byte[] signature) {
        return new BigInteger(1, signature, HALF_BYTES, HALF_BYTES);
    }
}
