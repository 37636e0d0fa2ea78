package dev.faregate.blackbox;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one server of the matrix serves, and the guards that it hangs in. It notes which handler ran for whom. */
public final class MatrixApi {

    /** The resource that the good client is bound to: the value of {@code {base}} in its paths. */
    static final String BASE = "adas";

    static final Scopes SCOPE = Scopes.of("rows");

    private final MatrixAdapter adapter;
    private final String contextPath;
    private final RequestGuard guard;
    private final RequestGuard wideGuard;
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    MatrixApi(MatrixAdapter adapter, String contextPath, RequestGuard guard, RequestGuard wideGuard) {
        this.adapter = adapter;
        this.contextPath = contextPath;
        this.guard = guard;
        this.wideGuard = wideGuard;
    }

    /** The guard of every route. */
    public RequestGuard guard() {
        return guard;
    }

    /** The endpoints that go with {@link #guard}, with their requirements; all else is refused. */
    public Endpoints endpoints() {
        return Endpoints.of(served().map(this::endpoint).toList());
    }

    /** Another guard for {@link MatrixRoute#WIDE_GUARD_FIRST} and {@link MatrixRoute#STRICT_GUARD_FIRST}. */
    public RequestGuard wideGuard() {
        return wideGuard;
    }

    /** The endpoints that go with {@link #wideGuard}: they require nothing, and what is not declared follows the default rules. */
    public Endpoints wideEndpoints() {
        return Endpoints.of(
                        served().map(route -> bare(adapter, contextPath, route).optional())
                                .toList())
                .others(OtherRoutes.DEFAULT_RULES);
    }

    /** What the server mounts its whole application at: {@code /app}; empty for the root. */
    public String contextPath() {
        return contextPath;
    }

    /** Whether a route is declared or must be there; the others need no handler. */
    public boolean serves(MatrixRoute route) {
        return serves(adapter, route);
    }

    /** The endpoint of a route with its requirements, for frameworks that put endpoint and handler together. */
    public Endpoint endpoint(MatrixRoute route) {
        return endpoint(adapter, contextPath, route);
    }

    /** The endpoint of a route for {@link #wideGuard}. */
    public Endpoint wideEndpoint(MatrixRoute route) {
        return bare(adapter, contextPath, route).optional();
    }

    /**
     * Notes that a route's handler runs, and returns the text of its answer.
     *
     * @param route the route
     * @param base the value of {@code {base}} as the framework has routed it, decoded; null if the route has none
     * @param caller who calls, as the framework tells a handler
     */
    public String handle(MatrixRoute route, String base, Supplier<Caller> caller) {
        count(route.name());
        Caller told = caller.get();
        count(route.name() + " for " + told.owner().id());
        if (route.requires() && !isAllowed(told, base)) {
            violations.add(route + " ran in " + base + " for " + told);
        }
        return route + " for " + told.owner().id();
    }

    /** Notes that the handler of an open route runs, and returns the text of its answer. */
    public String handleOpen(MatrixRoute route) {
        count(route.name());
        return route + " for anyone";
    }

    private static boolean isAllowed(Caller caller, String base) {
        return caller.kind() == CredentialKind.API_TOKEN
                && caller.permission() == Permission.READ_WRITE
                && caller.scopes().includes(SCOPE)
                && (base == null
                        || (caller.resource() != null && caller.resource().id().equals(base)));
    }

    private void count(String what) {
        runs.computeIfAbsent(what, absent -> new AtomicInteger()).incrementAndGet();
    }

    boolean overridesMethods() {
        return adapter.overridesMethods();
    }

    /** How often the handler of a route ran, if for no one. */
    int runs(MatrixRoute route) {
        return runs.getOrDefault(route.name(), new AtomicInteger()).get();
    }

    int runs(MatrixRoute route, String owner) {
        return runs.getOrDefault(route.name() + " for " + owner, new AtomicInteger())
                .get();
    }

    /** How often the handlers of all routes ran that require anything or are not declared. */
    int guardedRuns() {
        return Stream.of(MatrixRoute.values())
                .filter(route -> route.requires() || !route.isDeclared())
                .mapToInt(this::runs)
                .sum();
    }

    /** Handlers that ran for whom they must not, since the last time. */
    List<String> takeViolations() {
        List<String> taken = new ArrayList<>(violations);
        violations.clear();
        return taken;
    }

    private Stream<MatrixRoute> served() {
        return Stream.of(MatrixRoute.values()).filter(MatrixRoute::isDeclared).filter(this::serves);
    }

    static boolean serves(MatrixAdapter adapter, MatrixRoute route) {
        return route.situation() == null || applies(adapter, route.situation());
    }

    /** Whether any cell of a situation applies. */
    static boolean applies(MatrixAdapter adapter, Situation situation) {
        return Arrays.stream(Requirement.values())
                .anyMatch(requirement ->
                        MatrixCells.whyNot(adapter, situation, requirement).isEmpty());
    }

    private static Endpoint bare(MatrixAdapter adapter, String contextPath, MatrixRoute route) {
        return adapter.endpoint(route, contextPath + adapter.template(route));
    }

    static Endpoint endpoint(MatrixAdapter adapter, String contextPath, MatrixRoute route) {
        Endpoint bare = bare(adapter, contextPath, route);
        if (route.isOpen()) {
            return bare.open();
        }
        if (!route.requires()) {
            return bare;
        }
        Endpoint strict =
                bare.requiring(SCOPE).requiring(CredentialKind.API_TOKEN).requiring(Permission.READ_WRITE);
        return route.hasVariable()
                        && MatrixCells.whyNot(adapter, route.situation(), Requirement.RESOURCE)
                                .isEmpty()
                ? strict.forResourceIn("base")
                : strict;
    }
}
