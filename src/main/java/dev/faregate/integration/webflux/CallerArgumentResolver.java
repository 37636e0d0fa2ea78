package dev.faregate.integration.webflux;

import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands the {@link Caller} of an admitted request, and the {@link SignIn} of an open endpoint, to handler methods. Immutable. */
final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.getParameterType() == SignIn.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindings, ServerWebExchange exchange) {
        if (parameter.getParameterType() == SignIn.class) {
            return Mono.fromSupplier(() -> ExchangeView.of(exchange).checks().signIn());
        }
        if (ExchangeView.of(exchange).checks().passed() instanceof Verdict.Admitted admitted) {
            return Mono.just(admitted.caller());
        }
        return Mono.error(new IllegalStateException(
                "caller: none (expected: a guarded route, and no open endpoint) for " + parameter.getExecutable()));
    }
}
