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
    private final List<SecretMac> macs;
    private final boolean macRequired;

    Secrets(TokenIssuerBuilder settings) {
        this.random = settings.random;
        this.format = settings.format;
        this.imported = List.copyOf(settings.imported);
        this.digests = settings.digests;
        this.macs = settings.digests.macs();
        this.macRequired = settings.macRequired;
        if (macRequired && (macs.isEmpty() || !(format instanceof PrefixedFormat))) {
            throw new IllegalStateException("MAC of API tokens required: " + digests
                    + " (expected: DigestScheme.peppered, and a format of TokenFormat.prefixed)");
        }
    }

    String generate() {
        return format instanceof PrefixedFormat prefixed && !macs.isEmpty()
                ? prefixed.generate(random, macs.get(0))
                : format.generate(random);
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

    /** Whether a text that {@link #match}es may have been issued: its MAC is right, or it needs none. */
    boolean mayBeIssued(String text) {
        if (macs.isEmpty() || !(format instanceof PrefixedFormat prefixed) || !prefixed.matches(text)) {
            return true;
        }
        for (SecretMac mac : macs) {
            if (prefixed.hasMac(text, mac)) {
                return true;
            }
        }
        return !prefixed.hasMac(text) && !macRequired;
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
