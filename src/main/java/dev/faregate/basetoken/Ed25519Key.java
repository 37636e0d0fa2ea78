package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** Ed25519 by the JDK itself: the JOSE library would need Tink for it. */
final class Ed25519Key extends SigningKey {

    private static final String CURVE = NamedParameterSpec.ED25519.getName();
    private static final int RAW_KEY_BYTES = 32;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final OctetKeyPair published;

    private Ed25519Key(OctetKeyPair published, KeyPair pair) {
        super(JWSAlgorithm.EdDSA, published.getKeyID());
        this.privateKey = pair.getPrivate();
        this.publicKey = pair.getPublic();
        this.published = published;
    }

    static Ed25519Key of(KeyPair pair) {
        if (!(pair.getPublic() instanceof EdECPublicKey publicKey) || !(pair.getPrivate() instanceof EdECKey)) {
            throw new IllegalArgumentException(
                    "Ed25519 key pair: " + pair.getPublic().getAlgorithm() + " (expected: Ed25519)");
        }
        String curve = publicKey.getParams().getName();
        if (!curve.equals(CURVE)) {
            throw new IllegalArgumentException("Ed25519 key pair: curve " + curve + " (expected: Ed25519)");
        }
        try {
            // RFC 8410 section 4: the key itself, as RFC 8032 spells it, is what the encoding ends with.
            byte[] encoded = publicKey.getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_KEY_BYTES, encoded.length);
            OctetKeyPair published = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.EdDSA)
                    .keyIDFromThumbprint()
                    .build();
            return new Ed25519Key(published, pair);
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("Ed25519 key pair: refused by the JOSE library", refused);
        }
    }

    @Override
    byte[] sign(byte[] input) {
        try {
            Signature signer = Signature.getInstance(CURVE);
            signer.initSign(privateKey);
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("signing with " + this + " failed", broken);
        }
    }

    @Override
    boolean verify(byte[] input, int length, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(CURVE);
            verifier.initVerify(publicKey);
            verifier.update(input, 0, length);
            return verifier.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("verifying with " + this + " failed", broken);
        }
    }

    @Override
    Optional<JWK> published() {
        return Optional.of(published);
    }
}
