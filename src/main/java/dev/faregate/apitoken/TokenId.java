package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Public ids: 48 bits of time in milliseconds and 80 random bits, in lower-case hex. They sort in the order of issue, to
 * the millisecond, so one index serves look-ups and pages.
 */
final class TokenId {

    private static final long TIME_BITS = 0xFFFF_FFFF_FFFFL;

    private TokenId() {}

    static String next(Instant now, SecureRandom random) {
        return String.format(
                "%012x%04x%016x", now.toEpochMilli() & TIME_BITS, random.nextInt(1 << 16), random.nextLong());
    }
}
