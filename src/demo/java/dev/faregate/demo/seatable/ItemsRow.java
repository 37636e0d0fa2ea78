package dev.faregate.demo.seatable;

import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code Items}; null is an empty cell, or one that a change leaves alone. */
record ItemsRow(@Nullable String name, @Nullable Number stock) {

    static ItemsRow of(Fields fields) {
        Object stock = fields.value("Stock").orElse(null);
        if (stock != null && !(stock instanceof Number)) {
            throw RefusedRequest.invalid("The column Stock takes numbers.");
        }
        return new ItemsRow(fields.optionalText("Name").orElse(null), (Number) stock);
    }

    ItemsRow changedBy(ItemsRow change) {
        return new ItemsRow(change.name == null ? name : change.name, change.stock == null ? stock : change.stock);
    }

    Map<String, Object> toJson(String id) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("_id", id);
        if (name != null) {
            row.put("Name", name);
        }
        if (stock != null) {
            row.put("Stock", stock);
        }
        return row;
    }
}
