package dev.faregate.integration.webflux;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import dev.faregate.integration.spring.routes.GuardedPaths;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks the guard about what a handler mapping has answered. Thread-safe.
 *
 * @param guard checks each request
 * @param endpoints the endpoints that are declared
 * @param scope which routes are guarded
 * @param names the whole templates of routes
 * @param forwardsCredentials whether a gateway's upstream gets the credential
 */
record RouteCheck(
        RequestGuard guard, Endpoints endpoints, GuardedPaths scope, RouteNames names, boolean forwardsCredentials) {

    /** In place of a handler, once the answer is sent. */
    static final WebHandler ANSWERED = exchange -> Mono.empty();

    private static final Endpoint ANY = Endpoint.ofRoute("OPTIONS", "/**");

    /** Where routing fails, the default rules hold, and then Spring says why: no handler runs. */
    private static final Endpoints DEFAULT_RULES = Endpoints.of();

    /** Returns the handler that a mapping has found, once its request is let through; otherwise one that does nothing. */
    Mono<Object> found(ServerWebExchange exchange, HandlerMapping mapping, Object handler) {
        if (handler instanceof ExchangeHandler) {
            return Mono.just(handler);
        }
        RouteNames.Match match = names.match(exchange, mapping);
        if (!isGuarded(match.pattern(), exchange)) {
            return Mono.just(upstream(exchange, mapping, handler));
        }
        Endpoint endpoint = endpoints.forRoute(method(exchange), match.template());
        return verdict(exchange, endpoint, match.variables())
                .flatMap(verdict ->
                        carriedOut(exchange, verdict, Mono.fromSupplier(() -> upstream(exchange, mapping, handler))));
    }

    private boolean isGuarded(@Nullable String template, ServerWebExchange exchange) {
        return scope.guard(template, () -> List.of(names.routed(exchange)));
    }

    /** Also of open and unguarded routes: a credential of this service is for no other server. */
    private Object upstream(ServerWebExchange exchange, HandlerMapping mapping, Object handler) {
        if (forwardsCredentials || !(handler instanceof WebHandler gateway) || !names.isGateway(mapping)) {
            return handler;
        }
        List<String> credentials = guard.credentialsOf(ExchangeView.of(exchange));
        return credentials.isEmpty() ? handler : new WithoutCredential(gateway, credentials);
    }

    /** Completes empty if Spring may say that there is no handler. */
    Mono<Object> noRoute(ServerWebExchange exchange) {
        return unrouted(exchange, endpoints);
    }

    /** Completes empty if Spring may say why routing failed: the path is known, but not the method or the media type, say. */
    Mono<Object> failed(ServerWebExchange exchange) {
        return unrouted(exchange, DEFAULT_RULES);
    }

    private Mono<Object> unrouted(ServerWebExchange exchange, Endpoints rules) {
        if (!isGuarded(null, exchange)) {
            return Mono.empty();
        }
        return verdict(exchange, rules.forRoute(method(exchange), null), Map.of())
                .flatMap(verdict -> carriedOut(exchange, verdict, Mono.empty()));
    }

    private static Mono<Object> carriedOut(ServerWebExchange exchange, Verdict verdict, Mono<Object> passed) {
        AnswerView answer = new AnswerView(exchange.getResponse());
        verdict.writeTo(answer);
        if (!(verdict instanceof Verdict.Passed)) {
            return answer.sent().thenReturn(ANSWERED);
        }
        if (verdict instanceof Verdict.Admitted admitted) {
            exchange.getAttributes().put(Caller.class.getName(), admitted.caller());
        } else {
            exchange.getAttributes().remove(Caller.class.getName());
        }
        return passed;
    }

    /** Answers a preflight, if the guard has rules for other origins; otherwise Spring does. */
    Mono<Void> preflight(ServerWebExchange exchange, Mono<Void> answering) {
        return verdict(exchange, ANY, Map.of()).flatMap(verdict -> {
            AnswerView answer = new AnswerView(exchange.getResponse());
            if (verdict instanceof Verdict.Answered) {
                verdict.writeTo(answer);
                return answer.sent();
            }
            verdict.headers().writeTo(answer::setHeader, answer::addHeader);
            return answering;
        });
    }

    /** Answers what a handler refuses after all. */
    Mono<Void> refused(ServerWebExchange exchange, RefusedException refusal) {
        ExchangeView view = ExchangeView.of(exchange);
        Verdict.@Nullable Passed passed = view.checks().passed(guard);
        if (passed == null || exchange.getResponse().isCommitted()) {
            return Mono.error(refusal);
        }
        return later(guard.refuseAsync(view, passed.match().endpoint(), refusal.problem()))
                .flatMap(answered -> {
                    AnswerView answer = new AnswerView(exchange.getResponse());
                    answered.writeOver(answer);
                    return answer.sent();
                });
    }

    private Mono<Verdict> verdict(ServerWebExchange exchange, Endpoint endpoint, Map<String, String> variables) {
        return later(guard.checkAsync(ExchangeView.of(exchange), endpoint, variables));
    }

    /**
     * What the guard says, sooner or later. Not on its own threads, which would run the handler then; they wait for stores, and are few.
     */
    static <T> Mono<T> later(CompletableFuture<T> said) {
        Mono<T> saying = Mono.fromFuture(said);
        return said.isDone() ? saying : saying.publishOn(Schedulers.parallel());
    }

    private static String method(ServerWebExchange exchange) {
        return exchange.getRequest().getMethod().name();
    }
}
