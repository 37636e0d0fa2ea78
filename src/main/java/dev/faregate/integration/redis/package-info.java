/**
 * Buckets, sessions and the revocation log in Redis 6.2 or newer (or Valkey), for services on more than one machine. Start
 * with {@link dev.faregate.integration.redis.RedisStores}.
 */
@NullMarked
package dev.faregate.integration.redis;

import org.jspecify.annotations.NullMarked;
