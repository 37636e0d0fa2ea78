package dev.faregate.basetoken;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;

/** Key pairs for tests, made once as an RSA pair takes its time. */
final class KeyPairs {

    static final KeyPair RSA = generate("RSA", 2_048);
    static final KeyPair P256 = generate("EC", new ECGenParameterSpec("secp256r1"));
    static final KeyPair ED25519 = generate("Ed25519");

    private KeyPairs() {}

    static KeyPair generate(String algorithm) {
        return generator(algorithm).generateKeyPair();
    }

    static KeyPair generate(String algorithm, int bits) {
        KeyPairGenerator generator = generator(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = generator(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException(unfit);
        }
    }

    private static KeyPairGenerator generator(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm);
        } catch (GeneralSecurityException absent) {
            throw new IllegalArgumentException(absent);
        }
    }
}
