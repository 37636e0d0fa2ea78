/**
 * The one place that knows JWT: signing keys, the claims of what is signed, and the verification of base tokens
 * ({@link dev.faregate.basetoken.BaseTokenVerifier}).
 *
 * <p>Verification is strict: the header is compared with the few that this library mints, never parsed; one accepted text
 * per token; every required claim present and of the right type. After RFC 7515, RFC 7519, and the advice of RFC 8725.
 */
@NullMarked
package dev.faregate.basetoken;

import org.jspecify.annotations.NullMarked;
