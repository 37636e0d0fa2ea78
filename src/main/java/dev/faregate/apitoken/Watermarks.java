package dev.faregate.apitoken;

import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The watermarks over API tokens in memory. One is raised over all of an owner or a resource, or over everything, at once; what lies below it is
 * cleared away bit by bit, and then it is lifted. {@link #over} and {@link #lifted} are safe beside a writer; all else is for
 * whoever holds the store's lock.
 */
final class Watermarks {

    private final Map<RevocationTarget, Watermark> raised = new ConcurrentHashMap<>();
    private final AtomicInteger lifted = new AtomicInteger();
    private final Deque<Condemned> condemned = new ArrayDeque<>();

    /** The one that an API token lies below, if any. */
    @Nullable
    Watermark over(InMemoryApiToken apiToken) {
        if (raised.isEmpty()) {
            return null;
        }
        Watermark everything = raised.get(RevocationTarget.everything());
        if (everything != null && apiToken.issuedAt() < everything.sequence()) {
            return everything;
        }
        Watermark owners = raised.get(RevocationTarget.owner(apiToken.apiToken().owner()));
        if (owners != null && apiToken.issuedAt() < owners.sequence()) {
            return owners;
        }
        Resource resource = apiToken.apiToken().resource();
        Watermark resources = resource == null ? null : raised.get(RevocationTarget.resource(resource));
        return resources != null && apiToken.issuedAt() < resources.sequence() ? resources : null;
    }

    /** Counted up before a watermark is lifted, when all below it is cleared away. */
    int lifted() {
        return lifted.get();
    }

    /** Ends what lies below a watermark; returns the one before, if what lies below that is not cleared away yet. */
    @Nullable
    Watermark raise(RevocationTarget target, Watermark watermark) {
        return raised.put(target, watermark);
    }

    void lower(RevocationTarget target, @Nullable Watermark before) {
        if (before == null) {
            raised.remove(target);
        } else {
            raised.put(target, before);
        }
    }

    /** Puts what lies below a watermark aside, to be cleared away. */
    void condemn(RevocationTarget target, Watermark watermark, Iterator<String> ids) {
        condemned.addLast(new Condemned(target, watermark, ids));
    }

    /**
     * Clears some away of what is put aside.
     *
     * @param atMost how many
     * @param clear takes an id, and the watermark that the API token lies below
     * @return whether there were any
     */
    boolean clear(int atMost, BiConsumer<String, Watermark> clear) {
        boolean any = false;
        int left = atMost;
        for (Condemned next = condemned.peekFirst(); next != null && left > 0; next = condemned.peekFirst()) {
            any = true;
            while (next.ids().hasNext() && left-- > 0) {
                clear.accept(next.ids().next(), next.watermark());
            }
            if (!next.ids().hasNext()) {
                condemned.removeFirst();
                lifted.incrementAndGet();
                raised.remove(next.target(), next.watermark());
            }
        }
        return any;
    }

    private record Condemned(RevocationTarget target, Watermark watermark, Iterator<String> ids) {}
}
