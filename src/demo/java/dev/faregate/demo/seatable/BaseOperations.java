package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a base token opens: the base's metadata and the rows of its table. */
final class BaseOperations {

    private static final String TABLE = "Items";

    private final Bases bases;

    BaseOperations(Bases bases) {
        this.bases = bases;
    }

    void metadata(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("_id", "0000");
        table.put("name", TABLE);
        table.put("columns", List.of(column("0000", "Name", "text"), column("J5f1", "Stock", "number")));
        table.put("views", List.of(Map.of("_id", "0000", "name", "Default View", "type", "table")));
        Reply.json(exchange, 200, Map.of("metadata", Map.of("tables", List.of(table))));
    }

    void rows(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        checkTable(Fields.ofQuery(exchange));
        Reply.json(exchange, 200, Map.of("rows", items(admitted).all()));
    }

    void row(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        checkTable(Fields.ofQuery(exchange));
        String id = admitted.match().pathVariables().getOrDefault("row_id", "");
        Reply.json(exchange, 200, items(admitted).row(id));
    }

    void append(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Fields fields = checkTable(Fields.ofJson(exchange));
        List<ItemsRow> rows = fields.objects("rows").stream().map(ItemsRow::of).toList();
        List<String> ids = items(admitted).append(rows);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("inserted_row_count", ids.size());
        answer.put("row_ids", ids.stream().map(id -> Map.of("_id", id)).toList());
        if (!ids.isEmpty()) {
            answer.put("first_row", rows.get(0).toJson(ids.get(0)));
        }
        Reply.json(exchange, 200, answer);
    }

    void update(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Fields fields = checkTable(Fields.ofJson(exchange));
        Map<String, ItemsRow> changes = new LinkedHashMap<>();
        for (Fields change : fields.objects("updates")) {
            changes.put(change.text("row_id"), ItemsRow.of(change.object("row")));
        }
        items(admitted).update(changes);
        Reply.json(exchange, 200, Map.of("success", true));
    }

    void delete(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Fields fields = checkTable(Fields.ofJson(exchange));
        long deleted = items(admitted).delete(fields.texts("row_ids"));
        Reply.json(exchange, 200, Map.of("deleted_rows", deleted));
    }

    private ItemsTable items(Verdict.Admitted admitted) {
        return bases.of(admitted.caller().resource()).items();
    }

    private static Fields checkTable(Fields fields) {
        if (!fields.text("table_name").equals(TABLE)) {
            throw RefusedRequest.notFound("There is no such table.");
        }
        return fields;
    }

    private static Map<String, Object> column(String key, String name, String type) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("key", key);
        column.put("name", name);
        column.put("type", type);
        return column;
    }
}
