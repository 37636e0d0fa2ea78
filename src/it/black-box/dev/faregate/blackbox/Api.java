package dev.faregate.blackbox;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.http.SignIn;
import dev.faregate.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

    /** Open. Answers 200. */
    public static final String PAGE = "GET /page";

    /** Open to sign in. Answers what {@link #signIn} returns to the body that was sent, or throws what it throws. */
    public static final String SIGN_IN = "POST /sign-in";

    public static final List<String> CHUNKS = List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n");

    /** For frameworks that find endpoints themselves, and need to be told of these. */
    public static final List<Endpoint> OPEN =
            List.of(Endpoint.of(PAGE).open(), Endpoint.of(SIGN_IN).openToSignIn());

    /** For frameworks that leave it to the guard to find endpoints. */
    public static final List<Endpoint> ENDPOINTS = Stream.concat(
                    Stream.of(LIST, READ, CREATE, ASYNC, STREAM, BROKEN, CONFLICT, MISSING)
                            .map(Endpoint::of),
                    OPEN.stream())
            .toList();

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    /** Notes that an endpoint's handler runs, and returns the text that its answer begins with. */
    public String handle(String endpoint, Caller caller) {
        return handle(endpoint, () -> caller);
    }

    /** The same, noting that the handler runs before it asks for whom. */
    public String handle(String endpoint, Supplier<Caller> caller) {
        count(endpoint);
        String text = endpoint + " for " + caller.get().owner().id();
        count(text);
        return text;
    }

    /** The same for an open endpoint, where asking for whom is a mistake. */
    public String handleOpen(String endpoint, Supplier<Caller> caller) {
        count(endpoint);
        try {
            Caller told = caller.get();
            return endpoint + " for " + (told == null ? "nobody" : told.owner().id());
        } catch (IllegalStateException nobody) {
            return endpoint + " for nobody";
        }
    }

    /** Notes that the handler of {@link #SIGN_IN} checks a password, and refuses every one but the right one. */
    public String signIn(String password, SignIn signIn) {
        return signIn.attempt("ada", () -> {
            count(SIGN_IN);
            if (!password.equals("right")) {
                throw new RefusedException(Problem.of(Problem.Kind.SIGN_IN_FAILED, "Wrong password."));
            }
            return "signed in";
        });
    }

    private void count(String what) {
        threads.add(Thread.currentThread().getName());
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

    /** The names of the threads that handlers ran on. */
    Set<String> threads() {
        return threads;
    }

    /** How often any handler ran, if for no one. */
    public int calls() {
        return ENDPOINTS.stream()
                .mapToInt(endpoint -> calls(endpoint.toString()))
                .sum();
    }
}
