package dev.faregate.integration.httpserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.integration.httpserver.ExchangeCheck.PassedHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A handler that lets only guarded requests through, to the handler of the endpoint they are for. Immutable, and thread-safe if its
 * handlers are.
 *
 * <p>Endpoints are found by the path as it was sent. A path of no endpoint is answered 404, and a method that an endpoint does not have 405. An endpoint of
 * {@linkplain Endpoint#anyMethod any method} has one handler for all. A handler may hand the exchange to another guarded handler: that one
 * checks what its endpoint needs, and takes a permit unless the request has taken this one before.
 *
 * <p>The JDK's server waits without end for slow requests unless told otherwise, before a guard ever sees them. Start Java with
 * {@code -Dsun.net.httpserver.maxReqTime=10} (seconds), or set it before the first server is made. It also reads requests leniently, a
 * {@code Content-Length} with a sign or folded header lines: a proxy before it should be strict.
 */
public final class GuardedHandler implements HttpHandler {

    /** Answers the requests to one endpoint. */
    @FunctionalInterface
    public interface EndpointHandler {

        /**
         * Answers a request that was let through. The rate limit's headers are set already.
         *
         * @param exchange the request and its answer
         * @param admitted who sent it, and what stands in the path's variables
         * @throws IOException if the answer cannot be sent
         * @throws RefusedException to refuse the request in the guard's error format; any other exception is logged and answered 500
         */
        void handle(HttpExchange exchange, Verdict.Admitted admitted) throws IOException;
    }

    /** Answers the requests to one open endpoint. */
    @FunctionalInterface
    public interface OpenHandler {

        /**
         * Answers a request that was let through without a look at who sent it. The rate limit's headers are set already.
         *
         * @param exchange the request and its answer
         * @param opened what stands in the path's variables
         * @throws IOException if the answer cannot be sent
         * @throws RefusedException to refuse the request in the guard's error format, as
         *     {@link dev.faregate.http.Problem.Kind#SIGN_IN_FAILED} if a password is wrong; any other exception is logged and answered 500
         */
        void handle(HttpExchange exchange, Verdict.Opened opened) throws IOException;
    }

    private final ExchangeCheck check;

    private GuardedHandler(RequestGuard guard, Map<Endpoint, PassedHandler> handlers) {
        this.check = new ExchangeCheck(guard, Endpoints.of(List.copyOf(handlers.keySet())), handlers);
    }

    /**
     * A handler without endpoints yet.
     *
     * @param guard checks each request
     * @return the handler
     */
    public static GuardedHandler of(RequestGuard guard) {
        return new GuardedHandler(Objects.requireNonNull(guard, "guard"), Map.of());
    }

    /**
     * The same, with a further endpoint; this handler stays as it is.
     *
     * @param endpoint the endpoint, not an open one; its path is the whole path, the server context's included
     * @param handler answers its requests
     * @return the new handler
     * @throws IllegalArgumentException if it is open, or there is an endpoint for the same requests already
     */
    public GuardedHandler on(Endpoint endpoint, EndpointHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (endpoint.isOpen()) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " is open (expected: by onOpen)");
        }
        return with(endpoint, (exchange, passed) -> handler.handle(exchange, (Verdict.Admitted) passed));
    }

    /**
     * The same, with a further endpoint that is {@linkplain Endpoint#open() open}; this handler stays as it is.
     *
     * @param endpoint the endpoint; its path is the whole path, the server context's included
     * @param handler answers its requests
     * @return the new handler
     * @throws IllegalArgumentException if it is not open, or there is an endpoint for the same requests already
     */
    public GuardedHandler onOpen(Endpoint endpoint, OpenHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (!endpoint.isOpen()) {
            throw new IllegalArgumentException(
                    "endpoint: " + endpoint + " is not open (expected: made by open or openToSignIn)");
        }
        return with(endpoint, (exchange, passed) -> handler.handle(exchange, (Verdict.Opened) passed));
    }

    private GuardedHandler with(Endpoint endpoint, PassedHandler handler) {
        Map<Endpoint, PassedHandler> more = new LinkedHashMap<>(check.handlers());
        more.put(endpoint, handler);
        return new GuardedHandler(check.guard(), more);
    }

    /**
     * The same, with a further endpoint; this handler stays as it is.
     *
     * @param methodAndPath the endpoint as {@link Endpoint#of} reads it
     * @param handler answers its requests
     * @return the new handler
     * @throws IllegalArgumentException if it cannot be read, or there is an endpoint for the same requests already
     */
    public GuardedHandler on(String methodAndPath, EndpointHandler handler) {
        return on(Endpoint.of(methodAndPath), handler);
    }

    /**
     * Adds the handler to a server, and writes to the log what is guarded and open, see {@link RequestGuard#logEndpoints}. A handler that is
     * added by {@link HttpServer#createContext(String, HttpHandler)} writes it at its first request.
     *
     * @param server the server
     * @param path the path below which the handler answers: {@code /} for all; it does not change the paths of the endpoints
     * @return the context of the server
     * @throws IllegalArgumentException if the path is malformed, or has a context already
     */
    public HttpContext addTo(HttpServer server, String path) {
        HttpContext context = server.createContext(path, this);
        check.guard().logEndpoints(check.endpoints());
        return context;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ExchangeView.handle(exchange, check::handle);
    }
}
