package dev.faregate.demo.store;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.SessionStore;
import dev.faregate.ratelimit.BucketStore;

/**
 * The stores of one service.
 *
 * @param apiTokens API tokens, and the revocation log
 * @param sessions which refresh tokens are the next to be used
 * @param buckets how much of each limit is left
 */
public record Stores(ApiTokenStore apiTokens, SessionStore sessions, BucketStore buckets) {}
