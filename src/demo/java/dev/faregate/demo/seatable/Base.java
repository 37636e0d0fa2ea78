package dev.faregate.demo.seatable;

import dev.faregate.identity.Resource;

/** A base: its name, its UUID, and the one table it has. */
record Base(String name, String uuid, ItemsTable items) {

    Resource resource() {
        return Resource.of(uuid);
    }
}
