package dev.faregate.apitoken;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a secret: its SHA-256 under a version tag, so that the scheme can change. A fast digest is right here: a
 * generated secret has at least 160 random bits, and nothing guesses those.
 *
 * @param text the version, a colon, and the digest in lower-case hex
 */
public record SecretDigest(String text) {

    private static final String VERSION = "1:";
    private static final HexFormat HEX = HexFormat.of();

    static SecretDigest of(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new SecretDigest(VERSION + HEX.formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
