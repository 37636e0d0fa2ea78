/**
 * Deleted means dead: what was revoked, in order ({@link dev.faregate.revocation.RevocationLog}), and what this node
 * knows of it ({@link dev.faregate.revocation.RevocationView}).
 *
 * <p>Whatever is derived from an API token or a session carries the log's position at which it was made. It is dead as
 * soon as the log has an entry above that position for its API token, session, owner or resource. Numbers are compared,
 * never times, so there is no same-second hole and no clock skew.
 */
@NullMarked
package dev.faregate.revocation;

import org.jspecify.annotations.NullMarked;
