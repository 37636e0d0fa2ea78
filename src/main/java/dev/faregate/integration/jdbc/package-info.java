/**
 * API tokens, revocations, sessions and buckets in PostgreSQL, or in one file by SQLite: {@link
 * dev.faregate.integration.jdbc.JdbcStores} hands out a store for each port.
 */
@NullMarked
package dev.faregate.integration.jdbc;

import org.jspecify.annotations.NullMarked;
