/**
 * From something lasting to something that expires: an API token becomes a base token
 * ({@link dev.faregate.exchange.TokenExchange}, after RFC 8693), a sign-in becomes a session token
 * ({@link dev.faregate.exchange.SessionTokens}), which is refreshed, listed and signed out.
 */
@NullMarked
package dev.faregate.exchange;

import org.jspecify.annotations.NullMarked;
