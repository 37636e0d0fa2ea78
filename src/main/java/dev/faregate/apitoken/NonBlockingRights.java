package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rights that the application says are in memory. */
record NonBlockingRights(OwnerRights rights) implements OwnerRights {

    @Override
    public Optional<Rights> of(Owner owner, @Nullable Resource resource) {
        return rights.of(owner, resource);
    }

    @Override
    public boolean blocks() {
        return false;
    }
}
