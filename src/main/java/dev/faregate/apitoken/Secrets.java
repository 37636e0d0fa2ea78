package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the secrets of API tokens look like, and what they are found by. Safe for use by many threads. */
final class Secrets {

    private final SecureRandom random;
    private final TokenFormat format;
    private final List<TokenFormat> imported;
    private final DigestScheme digests;

    Secrets(TokenIssuerBuilder settings) {
        this.random = settings.random;
        this.format = settings.format;
        this.imported = List.copyOf(settings.imported);
        this.digests = settings.digests;
    }

    String generate() {
        return format.generate(random);
    }

    boolean match(String text) {
        Objects.requireNonNull(text, "text");
        if (format.matches(text)) {
            return true;
        }
        for (TokenFormat other : imported) {
            if (other.matches(text)) {
                return true;
            }
        }
        return false;
    }

    boolean resembles(String text) {
        Objects.requireNonNull(text, "text");
        if (format.resembles(text)) {
            return true;
        }
        for (TokenFormat other : imported) {
            if (other.resembles(text)) {
                return true;
            }
        }
        return false;
    }

    /** What a new secret is stored under. */
    SecretDigest digest(String secret) {
        return digests.digest(part(secret));
    }

    /** Whether a secret may be stored under another than its {@link #digest}. */
    boolean hasOlderDigests() {
        return !digests.older().isEmpty();
    }

    /** What a secret may be stored under, the most likely first. */
    List<SecretDigest> digests(String secret) {
        String part = part(secret);
        List<SecretDigest> all = new ArrayList<>();
        all.add(digests.digest(part));
        digests.older().forEach(older -> all.add(older.digest(part)));
        return all;
    }

    /** The part of a secret that is digested. */
    private String part(String secret) {
        if (format.matches(secret)) {
            return format.secretPart(secret);
        }
        for (TokenFormat other : imported) {
            if (other.matches(secret)) {
                return other.secretPart(secret);
            }
        }
        return secret;
    }
}
