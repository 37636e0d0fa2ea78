package dev.faregate.http;

import dev.faregate.identity.Principal;

/** Whether a request is who it claims to be. */
sealed interface Authentication {

    /** It is. */
    record Proven(Principal principal) implements Authentication {}

    /** It is not, or claims nothing. */
    record Failed(Problem problem) implements Authentication {}
}
