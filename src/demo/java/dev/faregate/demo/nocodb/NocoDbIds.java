package dev.faregate.demo.nocodb;

import dev.faregate.identity.Owner;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of users as NocoDB writes them. */
final class NocoDbIds {

    private static final int LENGTH = 14;

    private NocoDbIds() {}

    static String of(Owner owner) {
        String hex = UUID.nameUUIDFromBytes(owner.id().getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return "us" + hex.substring(0, LENGTH);
    }
}
