package dev.faregate.exchange;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;

/**
 * Refresh tokens of sessions: signed texts with a number, each good for one use (RFC 9700 section 4.14.2). The store knows which
 * number is next; a lower one was used before. The number stands at the end of the token's id, so that all further claims
 * are the application's.
 */
final class RefreshTokens {

    private static final int MOST_DIGITS = 18;

    private RefreshTokens() {}

    /** A genuine refresh token that has neither expired nor been revoked. */
    record Numbered(Claims claims, long number) {}

    static Verification<Numbered> verify(SignedTokens signed, String text) {
        Verification<Claims> genuine = signed.verify(text);
        if (genuine instanceof Verification.Accepted<Claims> alive) {
            long number = number(alive.value());
            return number < 0
                    ? rejected(RejectionReason.INVALID_CLAIMS)
                    : accepted(new Numbered(alive.value(), number));
        }
        return rejected(((Verification.Rejected<Claims>) genuine).reason());
    }

    /** The id of a refresh token: there is one refresh token of a number, even if it is signed twice. */
    static String id(String sessionId, long number) {
        return sessionId + '.' + number;
    }

    /** The number of a refresh token, or -1 if it has none. */
    private static long number(Claims claims) {
        String id = claims.jwtId();
        int begins = id.lastIndexOf('.') + 1;
        int digits = id.length() - begins;
        if (begins == 0 || digits == 0 || digits > MOST_DIGITS) {
            return -1;
        }
        for (int i = begins; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(id, begins, id.length(), 10);
    }
}
