package dev.faregate.demo.walk;

import java.util.Set;

/** Shortens what must not be read over somebody's shoulder. */
final class Abbreviation {

    private static final int SHOWN = 10;
    private static final Set<String> SECRETS = Set.of("token", "api_token", "access_token", "password");

    private Abbreviation() {}

    static boolean isSecret(String member) {
        return SECRETS.contains(member);
    }

    /** A header's value; behind a scheme, only the credential is shortened. */
    static String ofHeader(String value) {
        int space = value.indexOf(' ');
        return value.substring(0, space + 1) + of(value.substring(space + 1));
    }

    /** A secret's beginning. What holds spaces is a remark in a secret's place. */
    static String of(String text) {
        boolean secret = text.length() > 2 * SHOWN && text.indexOf(' ') < 0 && text.indexOf('/') < 0;
        return secret ? text.substring(0, SHOWN) + "..." : text;
    }
}
