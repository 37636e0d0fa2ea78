package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.ratelimit.Gcra;
import dev.faregate.ratelimit.Limits;

/**
 * A call for permits.
 *
 * @param key which bucket
 * @param limits the limits it is under
 * @param permits how many
 * @param patience how long it is ready to wait, in microseconds
 * @param incarnation a random number, for a bucket that has to be made
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BucketCall(byte[] key, Limits limits, long permits, long patience, long incarnation) {

    Values values() {
        Values values = Values.of("key", key)
                .and("limits", LimitsText.write(limits))
                .and("patience", patience)
                .and("incarnation", incarnation);
        for (int i = 0; i < limits.all().size(); i++) {
            Gcra gcra = limits.gcra(i);
            values.and("cost" + i, gcra.cost(permits)).and("tau" + i, gcra.tau());
        }
        return values;
    }
}
