/**
 * Permanent API tokens: issue, authenticate, list, change and revoke them
 * ({@link dev.faregate.apitoken.TokenIssuer}), and the store they live in
 * ({@link dev.faregate.apitoken.ApiTokenStore}). At rest there is only a digest; the secret is shown once.
 */
@NullMarked
package dev.faregate.apitoken;

import org.jspecify.annotations.NullMarked;
