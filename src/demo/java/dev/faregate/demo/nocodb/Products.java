package dev.faregate.demo.nocodb;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.Reply;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one table that there is to read. */
final class Products {

    private static final int PAGE_SIZE = 25;
    private static final List<Map<String, Object>> ROWS =
            List.of(row(1, "Lantern"), row(2, "Rope, 20 m"), row(3, "Compass"));

    void list(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Reply.json(exchange, 200, Listing.onePage(ROWS, PAGE_SIZE));
    }

    private static Map<String, Object> row(int id, String title) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Id", id);
        row.put("Title", title);
        return row;
    }
}
