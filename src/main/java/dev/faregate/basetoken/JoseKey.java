package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.util.Arrays;
import java.util.Optional;

/** A key pair whose cryptography is the JOSE library's. */
abstract sealed class JoseKey extends SigningKey permits Rs256Key, Es256Key {

    private final JWSHeader header;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final JWK published;

    JoseKey(JWSAlgorithm algorithm, JWK published, JWSSigner signer, JWSVerifier verifier) {
        super(algorithm, published.getKeyID());
        this.header = new JWSHeader(algorithm);
        this.signer = signer;
        this.verifier = verifier;
        this.published = published;
    }

    @Override
    byte[] sign(byte[] input) {
        try {
            return signer.sign(header, input).decode();
        } catch (JOSEException broken) {
            throw new IllegalStateException("signing with " + this + " failed", broken);
        }
    }

    @Override
    boolean verify(byte[] input, int length, byte[] signature) {
        try {
            return verifier.verify(header, Arrays.copyOf(input, length), Base64URL.encode(signature));
        } catch (JOSEException broken) {
            throw new IllegalStateException("verifying with " + this + " failed", broken);
        }
    }

    @Override
    final Optional<JWK> published() {
        return Optional.of(published);
    }
}
