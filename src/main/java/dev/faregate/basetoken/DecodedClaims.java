package dev.faregate.basetoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * What texts say whose signature held, so that the same text need not be decoded at each request. Never a verdict: key, life
 * and revocation are judged at each. Bounded in bytes. Texts that were refused never enter, so junk takes no place; nor do those
 * that are shown only once, whose entering would cost more than it is good for.
 */
final class DecodedClaims {

    /** Bytes that an entry takes beyond its characters, generously: claims, map nodes, the cache's own. */
    private static final int ENTRY_BYTES = 1_024;

    /** Bytes that a text of a list takes beyond its characters: two objects and a reference. */
    private static final int LISTED_TEXT_BYTES = 56;

    /** A power of two: how many texts, about, can be told from new ones at their second sight. */
    private static final int SEEN_ONCE = 1 << 15;

    private final Cache<SignedText, Decoded> decoded;

    /** Hashes of texts, each at its place. Threads race for the places, and whoever loses is seen once more: harmless. */
    private final int[] seenOnce = new int[SEEN_ONCE];

    DecodedClaims(long mostBytes) {
        this.decoded = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher(DecodedClaims::bytes)
                .executor(Runnable::run)
                .build();
    }

    private static int bytes(SignedText text, Decoded decoded) {
        return ENTRY_BYTES
                + 3 * text.length()
                + LISTED_TEXT_BYTES * decoded.claims().extra().listedTexts();
    }

    @Nullable
    Decoded of(SignedText text) {
        return decoded.getIfPresent(text);
    }

    /** Takes what a text says whose signature held; keeps it if it is not the first time. */
    void seen(SignedText text, Decoded claims) {
        int hash = text.hashCode();
        int place = hash & SEEN_ONCE - 1;
        if (seenOnce[place] == hash) {
            decoded.put(text, claims);
        } else {
            seenOnce[place] = hash;
        }
    }

    long size() {
        decoded.cleanUp();
        return decoded.estimatedSize();
    }

    /**
     * What a text says.
     *
     * @param claims its claims
     * @param key the key under which its signature held
     */
    record Decoded(Claims claims, SigningKey key) {}
}
