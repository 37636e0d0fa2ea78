/** Where the services keep their API tokens, sessions, buckets and keys: what {@code -Dstore} chooses. */
@NullMarked
package dev.faregate.demo.store;

import org.jspecify.annotations.NullMarked;
