package dev.faregate.demo.seatable;

import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.identity.Resource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The bases of the workspace. */
final class Bases {

    static final int WORKSPACE = 1;

    private final List<Base> bases = List.of(
            new Base(
                    "Inventory",
                    "5c264e76-0e5a-448a-9f34-580b551364ca",
                    new ItemsTable().with("Lamp", 12).with("Desk", 3).with("Chair", 0)),
            new Base(
                    "Projects",
                    "a1d1b2f0-7c7e-4e0b-8f3c-2d9a6c1e4b57",
                    new ItemsTable().with("Website", 1).with("Catalogue", 2)));

    List<Base> all() {
        return bases;
    }

    Base named(String name) {
        return find(base -> base.name().equals(name));
    }

    /** The base that a credential opens. */
    Base of(@Nullable Resource resource) {
        Objects.requireNonNull(resource, "resource");
        return find(base -> base.uuid().equals(resource.id()));
    }

    private Base find(Predicate<Base> wanted) {
        return bases.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> RefusedRequest.notFound("There is no such base."));
    }
}
