package dev.faregate.demo.boxhero;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items and locations that the API shows. */
final class Stock {

    private static final List<Map<String, Object>> ITEMS =
            List.of(item(1, "Cardboard box, small", 140), item(2, "Packing tape", 36), item(3, "Bubble wrap, 50 m", 8));
    private static final List<Map<String, Object>> LOCATIONS = List.of(location(1, "Warehouse"), location(2, "Shop"));

    void items(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Reply.json(exchange, 200, Map.of("items", ITEMS));
    }

    void item(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        String id = admitted.match().pathVariables().get("id");
        Map<String, Object> found = ITEMS.stream()
                .filter(item -> String.valueOf(item.get("id")).equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedRequest.notFound("There is no such item."));
        Reply.json(exchange, 200, found);
    }

    void locations(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Reply.json(exchange, 200, Map.of("items", LOCATIONS));
    }

    private static Map<String, Object> item(int id, String name, int quantity) {
        Map<String, Object> item = location(id, name);
        item.put("quantity", quantity);
        return item;
    }

    private static Map<String, Object> location(int id, String name) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("id", id);
        location.put("name", name);
        return location;
    }
}
