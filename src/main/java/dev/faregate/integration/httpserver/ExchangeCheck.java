package dev.faregate.integration.httpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a guard about each request, and does what it says: lets the endpoint's handler answer, say. */
record ExchangeCheck(RequestGuard guard, Endpoints endpoints, Map<Endpoint, PassedHandler> handlers) {

    /** Answers the requests to one endpoint, open or not. */
    interface PassedHandler {
        void handle(HttpExchange exchange, Verdict.Passed passed) throws IOException;
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedHandler.class);
    private static final int UNANSWERED = -1;

    void handle(ExchangeView view) throws IOException {
        Verdict verdict = guard.check(view, endpoints);
        verdict.writeTo(view);
        if (verdict instanceof Verdict.Passed passed) {
            answer(view, passed);
        }
    }

    private void answer(ExchangeView view, Verdict.Passed passed) throws IOException {
        HttpExchange exchange = view.exchange();
        Endpoint endpoint = passed.match().endpoint();
        try {
            Objects.requireNonNull(handlers.get(endpoint.declaration())).handle(exchange, passed);
        } catch (RefusedException refusal) {
            guard.refuse(view, passed, refusal.problem(), view);
        } catch (RuntimeException bug) {
            // The server would drop the connection without a word or a line in any log.
            LOGGER.error("the handler of {} failed", endpoint, bug);
            if (exchange.getResponseCode() == UNANSWERED) {
                exchange.sendResponseHeaders(500, UNANSWERED);
            }
            exchange.close();
        }
    }
}
