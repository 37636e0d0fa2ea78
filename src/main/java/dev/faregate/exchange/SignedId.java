package dev.faregate.exchange;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids of signed tokens and sessions: 128 random bits. */
final class SignedId {

    private static final int BYTES = 16;

    private SignedId() {}

    static String next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
