/**
 * API tokens, their exchange for expiring base tokens, and rate limits per endpoint, for a service that opens an API to others.
 *
 * <p>A user makes an API token, which lasts, and gives it to a program ({@link dev.faregate.apitoken}). The program presents it
 * with each request, or exchanges it for a base token, a JWT that expires ({@link dev.faregate.exchange}). A guard before the
 * service's handlers reads the credential, verifies it, and takes a permit for its holder and the endpoint
 * ({@link dev.faregate.http}, {@link dev.faregate.ratelimit}), or refuses. A deleted API token is dead at once, and so is
 * everything that was made from it ({@link dev.faregate.revocation}).
 *
 * <p>Begin with {@link dev.faregate.Faregate#builder()}, which wires all that; each service can also be put together by hand.
 * The packages under {@code dev.faregate.integration} are adapters for web frameworks, and stores in databases and Redis.
 */
@NullMarked
package dev.faregate;

import org.jspecify.annotations.NullMarked;
