package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the secrets of API tokens look like, and what they are found by. Safe for use by many threads. */
final class Secrets {

    private final ApiTokenStore store;
    private final SecureRandom random;
    private final TokenFormat format;
    private final List<TokenFormat> imported;
    private final DigestScheme digests;

    Secrets(TokenIssuerBuilder settings) {
        this.store = settings.store;
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

    /** What a secret may have been stored under, the present scheme first. */
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

    /** Finds what was stored under this digest scheme, or under an older one. */
    @Nullable
    Found find(String secret) {
        for (SecretDigest digest : digests(secret)) {
            Found found = store.findByDigest(digest);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
