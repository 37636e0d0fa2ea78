package dev.faregate.blackbox;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.identity.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the guarded API does, whatever serves it. Each framework has a handler for each constant here, which says so by
 * {@link #handle} first, and answers what that returns.
 */
public final class Api {

    /** Answers 200. */
    public static final String LIST = "GET /rows";

    /** Answers 200, and the id after the text. */
    public static final String READ = "GET /rows/{id}";

    /** Answers 201, and the body that was sent after the text. */
    public static final String CREATE = "POST /rows";

    /** Answers 200 from another thread, by the framework's own means for that. */
    public static final String ASYNC = "GET /async";

    /** Answers 200 and flushes {@link #CHUNKS} one by one, after the text. */
    public static final String STREAM = "GET /stream";

    /** Throws an {@code IllegalStateException}. */
    public static final String BROKEN = "GET /broken";

    /** Answers 409 by the framework's own means for errors. */
    public static final String CONFLICT = "GET /conflict";

    /** Throws {@link #refusal()}. */
    public static final String MISSING = "GET /missing";

    public static final List<String> CHUNKS = List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n");

    /** For frameworks that leave it to the guard to find endpoints. */
    public static final List<Endpoint> ENDPOINTS =
            List.of(LIST, READ, CREATE, ASYNC, STREAM, BROKEN, CONFLICT, MISSING).stream()
                    .map(Endpoint::of)
                    .toList();

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** Notes that an endpoint's handler runs, and returns the text that its answer begins with. */
    public String handle(String endpoint, Principal principal) {
        return handle(endpoint, () -> principal);
    }

    /** The same, noting that the handler runs before it asks for whom. */
    public String handle(String endpoint, Supplier<Principal> principal) {
        count(endpoint);
        String text = endpoint + " for " + principal.get().owner().id();
        count(text);
        return text;
    }

    private void count(String what) {
        calls.computeIfAbsent(what, absent -> new AtomicInteger()).incrementAndGet();
    }

    /** What a handler throws that finds nothing. */
    public static RefusedException refusal() {
        return new RefusedException(Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row."));
    }

    /** How often the handler of an endpoint ran for an owner. */
    public int calls(String endpoint, String owner) {
        return calls(endpoint + " for " + owner);
    }

    /** How often the handler of an endpoint ran, if for no one. */
    int calls(String endpoint) {
        return calls.getOrDefault(endpoint, new AtomicInteger()).get();
    }

    /** How often any handler ran, if for no one. */
    public int calls() {
        return ENDPOINTS.stream()
                .mapToInt(endpoint -> calls(endpoint.toString()))
                .sum();
    }
}
