/**
 * API tokens, their exchange for expiring base tokens, and rate limits per endpoint, for a service that opens an API to others.
 *
 * <p>{@link dev.faregate.Faregate} wires the services of the packages below; each can also be put together by hand.
 */
@NullMarked
package dev.faregate;

import org.jspecify.annotations.NullMarked;
