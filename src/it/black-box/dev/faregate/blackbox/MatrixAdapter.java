package dev.faregate.blackbox;

import dev.faregate.http.Endpoint;
import java.util.Optional;

/** All that one framework has to bring to the matrix: it serves {@link MatrixRoute} behind the guards of a {@link MatrixApi}. */
public interface MatrixAdapter {

    /** What stands above the column: the framework and the way that the guard hangs in it. */
    String name();

    /**
     * Starts a server on a free port of the loopback address. It is called once with an empty {@link MatrixApi#contextPath}, and once
     * more with {@link #contextPath} if the framework has such a thing.
     */
    Server start(MatrixApi api) throws Exception;

    /** Whether the framework finds the route of a request; else the guard finds the endpoint by path. */
    boolean findsRoutes();

    /** Whether the route of {@link MatrixRoute#VERBS} takes any method, so that the guard is asked about each. */
    default boolean routesAnyMethod() {
        return true;
    }

    /** Whether the framework takes {@code X-HTTP-Method-Override} for the method by itself. */
    default boolean overridesMethods() {
        return false;
    }

    /** Whether the framework takes {@code get} for {@code GET} by itself. */
    default boolean ignoresCaseOfMethods() {
        return false;
    }

    /**
     * Why a cell cannot apply: a short reason for the table. A situation in which no cell can apply is neither declared nor asked
     * for, and needs no handler; see {@link MatrixApi#serves}.
     */
    default Optional<String> cannotApply(Situation situation, Requirement requirement) {
        return Optional.empty();
    }

    /** How this framework writes the template of a route, from the application's root on: the text that it gives to the guard. */
    default String template(MatrixRoute route) {
        return findsRoutes() ? route.template() : route.template().replace("**", "{rest}");
    }

    /** Where the whole application is mounted in {@link Situation#CONTEXT_PATH}. */
    default String contextPath() {
        return "/app";
    }

    /** The endpoint of a route, before it is given its requirements. */
    default Endpoint endpoint(MatrixRoute route, String path) {
        boolean any = route.method().equals(MatrixRoute.ANY);
        if (findsRoutes()) {
            return any ? Endpoint.anyMethodOfRoute(path) : Endpoint.ofRoute(route.method(), path);
        }
        return any ? Endpoint.anyMethod(path) : Endpoint.of(route.method() + ' ' + path);
    }

    /** A server that listens. */
    interface Server extends AutoCloseable {

        int port();

        /** Sends a request as it stands there, on a connection of its own. */
        default RawAnswer send(RawRequest request) throws Exception {
            return RawHttp.send(port(), request);
        }
    }
}
