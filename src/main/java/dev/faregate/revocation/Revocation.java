package dev.faregate.revocation;

import java.time.Instant;

/**
 * One entry of the revocation log.
 *
 * @param sequence its number; entries become visible in the order of their numbers, without gaps
 * @param target what is dead from here on
 * @param at when it was appended; used only to forget entries that can no longer matter, never to compare with a token
 */
public record Revocation(long sequence, RevocationTarget target, Instant at) {}
