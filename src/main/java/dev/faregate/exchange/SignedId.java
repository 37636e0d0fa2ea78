package dev.faregate.exchange;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/** Ids of signed tokens and sessions: 128 random bits. */
final class SignedId {

    private static final int BYTES = 16;
    private static final int CHARACTERS = 22;

    private SignedId() {}

    static String next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An id as it is. What is none may be a secret, so the message has its length alone. */
    static String checked(String id, String name) {
        if (Objects.requireNonNull(id, name).length() != CHARACTERS) {
            throw new IllegalArgumentException(
                    name + ": " + id.length() + " characters (expected: " + CHARACTERS + ")");
        }
        return id;
    }
}
