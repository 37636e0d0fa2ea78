package dev.faregate.apitoken;

import java.util.Objects;

/**
 * What is kept of a secret, and what it is found by.
 *
 * @param text the scheme's version, a colon, and the digest in lower-case hex
 */
public record SecretDigest(String text) {

    /**
     * Checks that it is there.
     *
     * @param text the scheme's version, a colon, and the digest
     */
    public SecretDigest {
        Objects.requireNonNull(text, "text");
    }
}
