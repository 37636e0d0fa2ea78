package dev.faregate.demo.nocodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list with NocoDB's account of its pages. */
final class Listing {

    private Listing() {}

    static Map<String, Object> onePage(List<Map<String, Object>> list, int pageSize) {
        Map<String, Object> pages = new LinkedHashMap<>();
        pages.put("totalRows", list.size());
        pages.put("page", 1);
        pages.put("pageSize", pageSize);
        pages.put("isFirstPage", true);
        pages.put("isLastPage", true);
        Map<String, Object> listing = new LinkedHashMap<>();
        listing.put("list", list);
        listing.put("pageInfo", pages);
        return listing;
    }
}
