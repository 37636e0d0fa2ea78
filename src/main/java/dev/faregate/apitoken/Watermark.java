package dev.faregate.apitoken;

import java.time.Instant;

/**
 * Ends every API token of an owner or a resource, or every one, that was issued below a position of the revocation log.
 *
 * @param sequence the position
 * @param at when, to tell a listener
 */
record Watermark(long sequence, Instant at) {}
