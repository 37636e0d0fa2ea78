package dev.faregate.basetoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import com.nimbusds.jose.JWSHeader;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * Signs and verifies one kind of token. Compact JWS (RFC 7515 section 7.1); safe for use by many threads.
 *
 * <p>The header of a presented text is compared with those that this service mints and never parsed, so nothing that an
 * attacker writes into a header is ever interpreted. Then, in this order: length, spelling, signature, claims, life,
 * revocation.
 */
public final class SignedTokens {

    /** Longer than anything signed here: ids of 255 characters and a handful of the application's own claims. */
    private static final int LONGEST_TEXT = 8_192;

    private final Hs256Key key;
    private final JWSHeader header;
    private final String headerText;
    private final Map<TokenType, String> otherHeaders = new EnumMap<>(TokenType.class);
    private final TokenType type;
    private final ClaimsJson json;
    private final RevocationView revocations;
    private final InstantSource clock;
    private final Duration longestLife;

    /**
     * One kind of token of one issuer.
     *
     * @param type the kind
     * @param issuer the issuer's name ({@code iss}); verified as well
     * @param keys signs and verifies
     * @param revocations what was revoked since a token was signed
     * @param clock the time that expiry is judged by
     * @param longestLife no token may live longer; positive, in whole seconds at least one
     * @throws IllegalArgumentException if the longest life is less than a second
     */
    public SignedTokens(
            TokenType type,
            String issuer,
            SigningKeys keys,
            RevocationView revocations,
            InstantSource clock,
            Duration longestLife) {
        if (longestLife.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("longest life: " + longestLife + " (expected: >= PT1S)");
        }
        this.type = type;
        this.json = new ClaimsJson(issuer, type);
        this.key = keys.signing();
        this.header = key.header(type);
        this.headerText = header.toBase64URL().toString();
        for (TokenType other : TokenType.values()) {
            if (other != type) {
                otherHeaders.put(other, key.header(other).toBase64URL().toString());
            }
        }
        this.revocations = revocations;
        this.clock = clock;
        this.longestLife = longestLife;
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
     * Signs.
     *
     * @param claims what the token says
     * @return the compact text
     * @throws IllegalArgumentException if the life is longer than the longest, or the claims too long to verify
     */
    public String sign(Claims claims) {
        if (life(claims).compareTo(longestLife) > 0) {
            throw new IllegalArgumentException("life: " + life(claims) + " (expected: <= " + longestLife + ")");
        }
        String signingInput = headerText + '.' + CanonicalBase64.encode(json.write(claims));
        String text = signingInput + '.' + key.sign(header, signingInput);
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
        return hasHeader(text, headerText);
    }

    /**
     * Verifies everything that the text itself, the clock and the revocations tell.
     *
     * @param text the presented text; any text at all
     * @return the claims, or why not
     */
    public Verification<Claims> verify(String text) {
        if (text.length() > LONGEST_TEXT) {
            return rejected(RejectionReason.MALFORMED);
        }
        if (!recognizes(text)) {
            return rejected(reasonForForeignHeader(text));
        }
        int payloadStart = headerText.length() + 1;
        int payloadEnd = text.indexOf('.', payloadStart);
        if (payloadEnd < 0) {
            return rejected(RejectionReason.MALFORMED);
        }
        byte[] payload = CanonicalBase64.decode(text.substring(payloadStart, payloadEnd));
        String signature = text.substring(payloadEnd + 1);
        if (payload == null || CanonicalBase64.decode(signature) == null) {
            return rejected(RejectionReason.MALFORMED);
        }
        if (!key.verify(header, text.substring(0, payloadEnd), signature)) {
            return rejected(RejectionReason.BAD_SIGNATURE);
        }
        Claims claims = json.read(new String(payload, StandardCharsets.UTF_8));
        if (claims == null || life(claims).compareTo(longestLife) > 0) {
            return rejected(RejectionReason.INVALID_CLAIMS);
        }
        return judge(claims);
    }

    private Verification<Claims> judge(Claims claims) {
        Instant now = clock.instant();
        if (claims.issuedAt().isAfter(now)) {
            return rejected(RejectionReason.NOT_YET_VALID);
        }
        if (!now.isBefore(claims.expiresAt())) {
            return rejected(RejectionReason.EXPIRED);
        }
        RevocationTarget source = switch (type) {
            case BASE_TOKEN -> RevocationTarget.apiToken(claims.sourceId());
            case SESSION_TOKEN, REFRESH_TOKEN -> RevocationTarget.session(claims.sourceId());
        };
        return switch (revocations.standing(claims.signedAt(), source, claims.owner(), claims.resource())) {
            case LIVE -> accepted(claims);
            case REVOKED -> rejected(RejectionReason.REVOKED);
            case FORGOTTEN -> rejected(RejectionReason.EXPIRED);
            case UNKNOWN_LOG -> rejected(RejectionReason.UNKNOWN_LOG);
        };
    }

    private RejectionReason reasonForForeignHeader(String text) {
        for (String other : otherHeaders.values()) {
            if (hasHeader(text, other)) {
                return RejectionReason.WRONG_KIND;
            }
        }
        boolean compactJws = text.chars().filter(c -> c == '.').count() == 2;
        return compactJws ? RejectionReason.UNKNOWN_KEY : RejectionReason.MALFORMED;
    }

    private static boolean hasHeader(String text, String headerText) {
        return text.length() > headerText.length()
                && text.charAt(headerText.length()) == '.'
                && text.startsWith(headerText);
    }

    private static Duration life(Claims claims) {
        return Duration.between(claims.issuedAt(), claims.expiresAt());
    }
}
