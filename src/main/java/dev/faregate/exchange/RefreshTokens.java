package dev.faregate.exchange;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.time.Instant;
import java.util.Optional;

/**
 * Refresh tokens of sessions: signed texts with a number, each good for one use (RFC 9700 section 4.14.2). The store knows which
 * number is next; a lower one was used before. The number stands at the end of the token's id, so that all further claims
 * are the application's.
 */
final class RefreshTokens {

    private static final int MOST_DIGITS = 18;

    private final SignedTokens signed;
    private final SessionStore store;

    RefreshTokens(SignedTokens signed, SessionStore store) {
        this.signed = signed;
        this.store = store;
    }

    /** The first refresh token of a session that begins. */
    String first(Claims session) {
        store.begin(session.sourceId(), end(session.issuedAt()));
        return sign(session, 0);
    }

    /** Uses a refresh token up; where it was used before, its session is for the caller to end. */
    Verification<Claims> use(String text, Instant now) {
        Verification<Claims> genuine = signed.verify(text);
        if (!(genuine instanceof Verification.Accepted<Claims> alive)) {
            return genuine;
        }
        Claims claims = alive.value();
        long number = number(claims);
        if (number < 0) {
            return rejected(RejectionReason.INVALID_CLAIMS);
        }
        return switch (store.advance(claims.sourceId(), number, end(now))) {
            case ADVANCED -> accepted(claims);
            case REUSED -> rejected(RejectionReason.REUSED);
            case UNKNOWN -> rejected(RejectionReason.UNKNOWN);
        };
    }

    /** The session that a genuine refresh token belongs to. */
    Optional<String> sessionOf(String text) {
        return signed.verify(text) instanceof Verification.Accepted<Claims> genuine
                ? Optional.of(genuine.value().sourceId())
                : Optional.empty();
    }

    /** What a refresh token says that was signed here, though it may have expired or be revoked. */
    Optional<Claims> genuine(String text) {
        return signed.genuine(text);
    }

    /** The refresh token that follows a used one. */
    String next(Claims used, Claims session) {
        return sign(session, number(used) + 1);
    }

    private String sign(Claims session, long number) {
        return signed.sign(new Claims(
                session.jwtId() + '.' + number,
                session.caller(),
                session.issuedAt(),
                end(session.issuedAt()),
                session.signedAt(),
                session.extra()));
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

    private Instant end(Instant from) {
        return from.plus(signed.longestLife());
    }
}
