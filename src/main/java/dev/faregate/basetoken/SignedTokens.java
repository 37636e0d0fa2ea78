package dev.faregate.basetoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies one kind of token. Compact JWS (RFC 7515 section 7.1); safe for use by many threads.
 *
 * <p>The header of a presented text is compared with those that this service mints and never parsed, so nothing that an
 * attacker writes into a header is ever interpreted. Then, in this order: spelling, signature, claims, life, revocation. Of texts
 * that came as far as the claims, these are remembered; the rest is asked each time.
 */
public final class SignedTokens {

    /** How far the clocks of two nodes may stand apart, unless configured otherwise. */
    public static final Duration USUAL_CLOCK_SKEW = Duration.ofSeconds(5);

    /** Longer than anything signed here: ids of 255 characters and a handful of the application's own claims. */
    private static final int LONGEST_TEXT = 8_192;

    private static final long MOST_REMEMBERED_BYTES = 16L << 20;

    private final TokenType type;
    private final String typ;
    private final ClaimsJson json;
    private final KeyRing keys;
    private final RevocationView revocations;
    private final InstantSource clock;
    private final Duration longestLife;
    private final Duration clockSkew;
    private final DecodedClaims remembered = new DecodedClaims(MOST_REMEMBERED_BYTES);

    /**
     * One kind of token of one issuer, verified with {@link #USUAL_CLOCK_SKEW}.
     *
     * @param type the kind
     * @param issuer the issuer's name ({@code iss}); verified as well
     * @param keys the keys that sign and verify
     * @param revocations what was revoked since a token was signed
     * @param clock the time that expiry is judged by
     * @param longestLife no token may live longer; positive, in whole seconds at least one
     * @throws IllegalArgumentException if the longest life is less than a second
     */
    public SignedTokens(
            TokenType type,
            String issuer,
            KeyRing keys,
            RevocationView revocations,
            InstantSource clock,
            Duration longestLife) {
        this(type, issuer, keys, revocations, clock, longestLife, USUAL_CLOCK_SKEW);
    }

    /**
     * One kind of token of one issuer.
     *
     * @param type the kind
     * @param issuer the issuer's name ({@code iss}); verified as well
     * @param keys the keys that sign and verify
     * @param revocations what was revoked since a token was signed
     * @param clock the time that expiry is judged by
     * @param longestLife no token may live longer; positive, in whole seconds at least one
     * @param clockSkew how far this node's clock may be behind that of the node that signed: what is issued ({@code iat}) no
     *     farther than this in the future is accepted. It lengthens no life: {@code exp} is judged by this node's clock, to the
     *     instant. Not negative
     * @throws IllegalArgumentException if the longest life is less than a second, or the skew negative
     */
    public SignedTokens(
            TokenType type,
            String issuer,
            KeyRing keys,
            RevocationView revocations,
            InstantSource clock,
            Duration longestLife,
            Duration clockSkew) {
        this(type, type.typ(), new ClaimsJson(issuer, type, null), keys, revocations, clock, longestLife, clockSkew);
    }

    private SignedTokens(
            TokenType type,
            String typ,
            ClaimsJson json,
            KeyRing keys,
            RevocationView revocations,
            InstantSource clock,
            Duration longestLife,
            Duration clockSkew) {
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clock skew: " + clockSkew + " (expected: >= 0)");
        }
        if (longestLife.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("longest life: " + longestLife + " (expected: >= PT1S)");
        }
        this.type = type;
        this.typ = typ;
        this.json = json;
        this.keys = keys;
        this.revocations = revocations;
        this.clock = clock;
        this.longestLife = longestLife;
        this.clockSkew = clockSkew;
    }

    /**
     * Returns the base tokens of one issuer, signed by a profile and verified by any.
     *
     * @param profile what the base tokens look like to other verifiers
     * @param issuer the issuer's name ({@code iss}); verified as well
     * @param keys the keys that sign and verify
     * @param revocations what was revoked since a token was signed
     * @param clock the time that expiry is judged by
     * @param longestLife no token may live longer; positive, in whole seconds at least one
     * @param clockSkew as for the constructor
     * @return the base tokens
     * @throws IllegalArgumentException if the longest life is less than a second, or the skew negative
     */
    public static SignedTokens baseTokens(
            BaseTokenProfile profile,
            String issuer,
            KeyRing keys,
            RevocationView revocations,
            InstantSource clock,
            Duration longestLife,
            Duration clockSkew) {
        TokenType type = TokenType.BASE_TOKEN;
        ClaimsJson json = new ClaimsJson(issuer, type, profile.audience());
        return new SignedTokens(type, profile.typ(), json, keys, revocations, clock, longestLife, clockSkew);
    }

    /**
     * No token of this kind lives longer.
     *
     * @return the longest life
     */
    public Duration longestLife() {
        return longestLife;
    }

    /**
     * Returns the audience that a token has ({@code aud}).
     *
     * @param claims what the token says
     * @return the id of its resource; without one, the audience of such tokens; null if it has none
     */
    public @Nullable String audience(Claims claims) {
        return json.audience(claims);
    }

    /**
     * Signs.
     *
     * @param claims what the token says
     * @return the compact text
     * @throws IllegalArgumentException if the life is longer than the longest, the claims are too long to verify, or their caller is
     *     of another kind: it must be a session, with a time of sign-in, for session and refresh tokens
     */
    public String sign(Claims claims) {
        if (claims.caller().kind() != type.kind()) {
            throw new IllegalArgumentException(
                    "claims: about " + claims.caller().kind() + " (expected: " + type.kind() + ")");
        }
        if (type.kind() == CredentialKind.SESSION_TOKEN && claims.caller().authenticatedAt() == null) {
            throw new IllegalArgumentException("claims: without a time of sign-in (expected: one for a session)");
        }
        if (life(claims).compareTo(longestLife) > 0) {
            throw new IllegalArgumentException("life: " + life(claims) + " (expected: <= " + longestLife + ")");
        }
        SigningKey key = keys.active();
        String text = CompactJws.sign(key.header(typ), json.write(claims), key);
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("signed text: " + text.length() + " characters (expected: <= "
                    + LONGEST_TEXT + "); claims too long");
        }
        return text;
    }

    /**
     * Whether a text has the header of this kind of token, signed by this service or pretending to be.
     *
     * @param text any text
     * @return true if it is worth verifying
     */
    public boolean recognizes(String text) {
        return keys.keys().minting(type, text) != null;
    }

    /**
     * Whether {@link #verify} may block the thread that calls it, to ask the store of the revocation log.
     *
     * @return false if the revocation log is in the memory of this process
     */
    public boolean blocks() {
        return revocations.blocks();
    }

    /**
     * Verifies everything that the text itself, the clock and the revocations tell. Between nodes whose clocks differ, a token
     * ends by the clock of the one that verifies.
     *
     * @param text the presented text; any text at all
     * @return the claims, or why not
     * @throws StoreUnavailableException if what was revoked cannot be known now
     */
    public Verification<Claims> verify(String text) {
        if (text.length() > LONGEST_TEXT) {
            return rejected(RejectionReason.MALFORMED);
        }
        Instant now = clock.instant();
        SigningKeys ring = keys.keys();
        SignedText signedText = new SignedText(text);
        DecodedClaims.Decoded decoded = remembered.of(signedText);
        HeldKey held = decoded == null ? ring.minting(type, text) : ring.holding(decoded.key());
        if (held == null || !keys.verifies(held, now)) {
            return rejected(reasonForForeignHeader(text, ring));
        }
        return decoded == null ? decode(signedText, held.key(), now) : judge(decoded.claims(), now);
    }

    private Verification<Claims> decode(SignedText text, SigningKey key, Instant now) {
        Verification<byte[]> signed = CompactJws.payload(text.text(), key);
        if (signed instanceof Verification.Accepted<byte[]> payload) {
            Claims claims = json.read(payload.value());
            if (claims == null || life(claims).compareTo(longestLife) > 0) {
                return rejected(RejectionReason.INVALID_CLAIMS);
            }
            remembered.seen(text, new DecodedClaims.Decoded(claims, key));
            return judge(claims, now);
        }
        return rejected(((Verification.Rejected<byte[]>) signed).reason());
    }

    private Verification<Claims> judge(Claims claims, Instant now) {
        if (claims.issuedAt().isAfter(now) && claims.issuedAt().isAfter(now.plus(clockSkew))) {
            return rejected(RejectionReason.NOT_YET_VALID);
        }
        if (!now.isBefore(claims.expiresAt())) {
            return rejected(RejectionReason.EXPIRED);
        }
        return switch (standing(
                claims.signedAt(), claims.jwtId(), claims.sourceId(), claims.owner(), claims.resource())) {
            case LIVE -> accepted(claims);
            case REVOKED -> rejected(RejectionReason.REVOKED);
            case FORGOTTEN -> rejected(RejectionReason.EXPIRED);
            case UNKNOWN_LOG -> rejected(RejectionReason.UNKNOWN_LOG);
            case STALE ->
                throw new StoreUnavailableException(
                        "the revocation log was silent for too long: what was revoked is not known");
        };
    }

    /**
     * Returns the claims of a text that this issuer has signed as a token of this kind. The text may have expired, or be revoked: so it
     * admits to nothing. It is proof enough to end what it belongs to.
     *
     * @param text the presented text; any text at all
     * @return the claims; empty if the header, the signature or the issuer is not of this service
     */
    public Optional<Claims> genuine(String text) {
        HeldKey held = text.length() > LONGEST_TEXT ? null : keys.keys().minting(type, text);
        if (held == null || !keys.verifies(held, clock.instant())) {
            return Optional.empty();
        }
        SigningKey key = held.key();
        Verification<byte[]> signed = CompactJws.payload(text, key);
        return signed instanceof Verification.Accepted<byte[]> payload
                ? Optional.ofNullable(json.read(payload.value()))
                : Optional.empty();
    }

    /**
     * Returns what the revocation log says of something that was signed here.
     *
     * @param signedAt the position of the log that it carries
     * @param jwtId the id of the signed token; empty where none of them is meant
     * @param sourceId the id of the API token that it was made from, or of the session
     * @param owner the owner
     * @param resource the resource that it opens; null for none
     * @return its standing
     * @throws StoreUnavailableException if it was signed by a process that knows more of the log, and the log does not answer
     */
    public RevocationView.Standing standing(
            LogPosition signedAt, String jwtId, String sourceId, Owner owner, @Nullable Resource resource) {
        RevocationTarget source = switch (type) {
            case BASE_TOKEN -> RevocationTarget.apiToken(sourceId);
            case SESSION_TOKEN, REFRESH_TOKEN -> RevocationTarget.session(sourceId);
        };
        return revocations.standing(signedAt, jwtId, source, owner, resource);
    }

    private RejectionReason reasonForForeignHeader(String text, SigningKeys ring) {
        for (TokenType other : TokenType.values()) {
            if (other != type && ring.minting(other, text) != null) {
                return RejectionReason.WRONG_KIND;
            }
        }
        boolean compactJws = text.chars().filter(c -> c == '.').count() == 2;
        return compactJws ? RejectionReason.UNKNOWN_KEY : RejectionReason.MALFORMED;
    }

    private static Duration life(Claims claims) {
        return Duration.between(claims.issuedAt(), claims.expiresAt());
    }
}
