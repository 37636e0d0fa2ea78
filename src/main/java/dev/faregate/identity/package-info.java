/**
 * The words that all features share: who owns a token ({@link dev.faregate.identity.Owner}), what it opens
 * ({@link dev.faregate.identity.Resource}), how far ({@link dev.faregate.identity.Permission}), and what a verified
 * credential proves ({@link dev.faregate.identity.Caller}).
 */
@NullMarked
package dev.faregate.identity;

import org.jspecify.annotations.NullMarked;
