package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.apitoken.Quota;
import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One insertion under quota, or a renaming, while the locks of owner and resource are held.
 *
 * @param connection within a transaction
 * @param values the row's, and {@code now}
 */
record ApiTokenInsertion(Connection connection, Values values) {

    private static final NamedSql HINDRANCES = NamedSql.of("""
            SELECT
              (SELECT count(*) FROM faregate_api_token t WHERE t.digest = :digest)
                + (SELECT count(*) FROM faregate_former_secret f WHERE f.digest = :digest) AS of_digest,
              (SELECT count(*) FROM faregate_api_token t WHERE t.owner = :owner AND %s) AS of_owner,
              (SELECT count(*) FROM faregate_api_token t WHERE t.resource = :resource AND %s) AS of_resource
            """.formatted(ApiTokenRow.LIVE, ApiTokenRow.LIVE));

    private static final NamedSql NAMED_IN_RESOURCE = NamedSql.of(
            "SELECT count(*) AS named FROM faregate_api_token t WHERE t.resource = :resource AND t.name = :name AND "
                    + ApiTokenRow.LIVE);

    private static final NamedSql NAMED_BY_OWNER = NamedSql.of(
            "SELECT count(*) AS named FROM faregate_api_token t WHERE t.owner = :owner AND t.resource IS NULL AND t.name = :name AND "
                    + ApiTokenRow.LIVE);

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO faregate_api_token (id, name, owner, resource, permission, scopes, metadata, created_at, expires_at, digest,
              sealed_secret, issued_at)
            VALUES (:id, :name, :owner, :resource, :permission, :scopes, :metadata, :created_at, :expires_at, :digest,
              :sealed_secret, (SELECT sequence FROM faregate_log))
            ON CONFLICT (digest) DO NOTHING""");

    Insertion insert(Quota quota) throws SQLException {
        Counts counts = HINDRANCES
                .first(
                        connection,
                        values,
                        row -> new Counts(
                                row.getLong("of_digest"), row.getLong("of_owner"), row.getLong("of_resource")))
                .orElseThrow();
        Insertion hindrance = hindrance(counts, quota);
        if (hindrance != null) {
            return hindrance;
        }
        return INSERT.update(connection, values) == 1 ? Insertion.STORED : Insertion.DIGEST_TAKEN;
    }

    private @Nullable Insertion hindrance(Counts counts, Quota quota) throws SQLException {
        if (counts.ofDigest() > 0) {
            return Insertion.DIGEST_TAKEN;
        }
        if (nameTaken()) {
            return Insertion.NAME_TAKEN;
        }
        if (counts.ofOwner() >= quota.perOwner()) {
            return Insertion.OWNER_QUOTA_REACHED;
        }
        return counts.ofResource() >= quota.perResource() ? Insertion.RESOURCE_QUOTA_REACHED : null;
    }

    boolean nameTaken() throws SQLException {
        NamedSql named = values.has("resource") ? NAMED_IN_RESOURCE : NAMED_BY_OWNER;
        return named.first(connection, values, row -> row.getLong("named")).orElse(0L) > 0;
    }

    private record Counts(long ofDigest, long ofOwner, long ofResource) {}
}
