package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;

/**
 * The shape of an API token's secret. A shape rejects typos and junk before any look-up; it is no security check. Implement
 * it to import tokens of a shape of one's own; implementations are immutable.
 */
public interface TokenFormat {

    /**
     * Makes a new secret.
     *
     * @param random where its randomness comes from
     * @return a text that {@link #matches}, with at least 160 random bits
     */
    String generate(SecureRandom random);

    /**
     * Whether a text has this shape. Any text at all may come; the time taken must not grow beyond the shape's own length.
     *
     * @param text the presented text
     * @return true if it is worth looking up
     */
    boolean matches(String text);

    /**
     * Whether a text looks like this shape, to tell which kind of credential it is meant for: true whenever {@link #matches} is.
     *
     * @param text the presented text
     * @return false if it is something else; by default, what {@link #matches} says
     */
    default boolean resembles(String text) {
        return matches(text);
    }

    /**
     * Returns the part of a text of this shape that is digested. By default that is the whole text. A system that hands out an id and
     * a secret in one text, and has stored a digest of the secret alone, needs a shape that says so: then its digests can be imported,
     * see {@link TokenIssuer#importDigest}. What is not digested is not compared.
     *
     * @param text a text that {@link #matches}
     * @return the part that holds the secret
     */
    default String secretPart(String text) {
        return text;
    }

    /**
     * A regular expression that finds such secrets in other text, for leak scanners. What it finds is worth handing to
     * {@link TokenIssuer#revokeLeaked}.
     *
     * @return the expression, in the syntax that {@link java.util.regex.Pattern} and RE2 share; empty if the shape is too common
     *     to search for
     */
    default Optional<String> scannerPattern() {
        return Optional.empty();
    }

    /**
     * {@code prefix_}, 27 base-62 characters (160 bits and a little), and a checksum of 6: by its prefix a leak scanner finds
     * it, and by its checksum knows that it is one. With a {@linkplain DigestScheme#peppered pepper}, a MAC of 6 characters precedes the
     * checksum; the issuer rejects a wrong one without a look-up.
     *
     * @param prefix the application's mark: 1 to 20 lower-case letters, digits and underscores, beginning with a letter
     * @return the format
     * @throws IllegalArgumentException if the prefix is not of that form
     */
    static TokenFormat prefixed(String prefix) {
        return new PrefixedFormat(Objects.requireNonNull(prefix, "prefix"));
    }

    /**
     * Returns the shape of Laravel Sanctum: a number, a bar, and a secret of 40 to 100 letters, digits and underscores. The secret alone
     * is digested, as Sanctum does by SHA-256; the number is not compared.
     *
     * @return the format
     */
    static TokenFormat sanctum() {
        return new SanctumFormat();
    }

    /**
     * 40 lower-case hex digits, as SeaTable's.
     *
     * @return the format
     */
    static TokenFormat hex40() {
        return new AlphabetFormat("0123456789abcdef", 40);
    }

    /**
     * 40 characters of nanoid's alphabet, as NocoDB's.
     *
     * @return the format
     */
    static TokenFormat nanoId40() {
        return new AlphabetFormat("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-", 40);
    }
}
