package dev.faregate.demo.seatable;

import dev.faregate.demo.service.RefusedRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code Items} of a base. Safe for use by many threads. */
final class ItemsTable {

    private static final int MOST_ROWS = 1_000;

    private final Map<String, ItemsRow> rows = new LinkedHashMap<>();

    ItemsTable with(String name, long stock) {
        append(List.of(new ItemsRow(name, stock)));
        return this;
    }

    synchronized List<Map<String, Object>> all() {
        return rows.entrySet().stream()
                .map(row -> row.getValue().toJson(row.getKey()))
                .toList();
    }

    synchronized Map<String, Object> row(String id) {
        ItemsRow row = rows.get(id);
        if (row == null) {
            throw RefusedRequest.notFound("There is no such row.");
        }
        return row.toJson(id);
    }

    synchronized List<String> append(List<ItemsRow> added) {
        if (rows.size() + added.size() > MOST_ROWS) {
            throw RefusedRequest.invalid("The table may have no more rows than " + MOST_ROWS + ".");
        }
        return added.stream().map(this::add).toList();
    }

    synchronized void update(Map<String, ItemsRow> changes) {
        if (!rows.keySet().containsAll(changes.keySet())) {
            throw RefusedRequest.notFound("There is no such row.");
        }
        changes.forEach((id, change) -> rows.computeIfPresent(id, (same, row) -> row.changedBy(change)));
    }

    synchronized long delete(List<String> ids) {
        return ids.stream().filter(id -> rows.remove(id) != null).count();
    }

    private String add(ItemsRow row) {
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 22);
        rows.put(id, row);
        return id;
    }
}
