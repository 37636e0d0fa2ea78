package dev.faregate.http;

import dev.faregate.identity.Principal;

/** Whether a request is who it claims to be. */
sealed interface Authentication {

    /** It is, by this credential; {@code toString} leaves it out. */
    record Proven(Principal principal, String credential) implements Authentication {
        @Override
        public String toString() {
            return "Proven[principal=" + principal + ", credential=<redacted>]";
        }
    }

    /** It is not, or claims nothing. */
    record Failed(Problem problem) implements Authentication {}
}
