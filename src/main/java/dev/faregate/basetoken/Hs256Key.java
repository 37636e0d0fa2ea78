package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;

/** One HMAC-SHA256 key with its id. */
final class Hs256Key {

    private static final int ID_LENGTH = 8;

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final String id;

    Hs256Key(MACSigner signer, MACVerifier verifier) throws JOSEException {
        this.signer = signer;
        this.verifier = verifier;
        // Made by the key itself: the same on every node that has the secret, and telling nothing about it.
        this.id = signer.sign(new JWSHeader(JWSAlgorithm.HS256), "key id".getBytes(StandardCharsets.US_ASCII))
                .toString()
                .substring(0, ID_LENGTH);
    }

    String id() {
        return id;
    }

    JWSHeader header(TokenType type) {
        return new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType(type.typ()))
                .keyID(id)
                .build();
    }

    String sign(JWSHeader header, String signingInput) {
        try {
            return signer.sign(header, signingInput.getBytes(StandardCharsets.US_ASCII))
                    .toString();
        } catch (JOSEException broken) {
            throw new IllegalStateException("signing with key " + id + " failed", broken);
        }
    }

    boolean verify(JWSHeader header, String signingInput, String signature) {
        try {
            return verifier.verify(header, signingInput.getBytes(StandardCharsets.US_ASCII), new Base64URL(signature));
        } catch (JOSEException broken) {
            throw new IllegalStateException("verifying with key " + id + " failed", broken);
        }
    }
}
