package dev.faregate.demo.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.faregate.http.ErrorFormat;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler whose refusals go out as its service spells them. */
public final class SpelledHandler implements HttpHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(SpelledHandler.class);

    private final HttpHandler handler;
    private final ErrorFormat errors;

    /** Spells the refusals of a handler. */
    public SpelledHandler(HttpHandler handler, ErrorFormat errors) {
        this.handler = handler;
        this.errors = errors;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            handler.handle(exchange);
        } catch (RefusedRequest refused) {
            Reply.error(exchange, errors.answer(refused.problem()));
        } catch (RuntimeException bug) {
            LOGGER.error("{} failed", exchange.getRequestMethod(), bug);
            Reply.empty(exchange, 500);
        }
    }
}
