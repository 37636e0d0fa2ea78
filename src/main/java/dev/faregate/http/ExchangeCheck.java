package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.http.TokenEndpoints.ExchangeAnswer;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One token exchange, step by step. Its API token is verified whatever its sender's address has done before, but takes a permit for each
 * exchange: a signature costs more than a request does.
 */
final class ExchangeCheck implements Chain {

    private static final Endpoint EXCHANGE = Endpoint.called("token exchange");

    private final RequestCheck guard;
    private final RequestView request;
    private final String form;
    private final TokenEndpoints endpoints;

    ExchangeCheck(RequestCheck guard, RequestView request, String form, TokenEndpoints endpoints) {
        this.guard = guard;
        this.request = request;
        this.form = form;
        this.endpoints = endpoints;
    }

    @Override
    public Step begin() {
        if (CrossSite.isFromElsewhere(request, guard.authentication().cors())) {
            return refused(Problem.of(Kind.CROSS_SITE, "API tokens are not exchanged for another site."));
        }
        String apiToken = TokenEndpoints.subjectToken(form);
        EndpointLimiter exchanges = guard.admission().limiter(EXCHANGE);
        String key = apiToken == null ? null : TextDigest.of(apiToken);
        // Only accepted API tokens have buckets. As far as this process knows of one, nothing is signed in vain.
        return key == null || exchanges.allowsHere(key, 1)
                ? new Step.Ask(endpoints.exchangeBlocks(), () -> {
                    ExchangeAnswer answer =
                            endpoints.exchanged(form, guard.authentication().client(request));
                    return () -> exchanged(answer, exchanges, apiToken, key);
                })
                : refused(Problem.rateLimited(exchanges.peekHere(key, 1)));
    }

    private Step exchanged(
            ExchangeAnswer answer, EndpointLimiter exchanges, @Nullable String apiToken, @Nullable String key) {
        Function<@Nullable Decision, Step> next = denied -> denied == null
                ? new Step.Done(guard.answers().reply(request, answer.reply()))
                : refused(Problem.rateLimited(denied));
        if (apiToken == null || key == null) {
            return next.apply(null);
        }
        if (answer.rejection() != null) {
            guard.listener().rejected(EXCHANGE.toString(), answer.rejection());
            return guard.rejected(request, apiToken, answer.rejection(), next);
        }
        return answer.accepted()
                ? new Step.Take(
                        exchanges, key, reservation -> {}, decision -> next.apply(decision.allowed() ? null : decision))
                : next.apply(null);
    }

    private Step refused(Problem problem) {
        return new Step.Done(guard.refused(request, EXCHANGE, problem));
    }

    @Override
    public Step.Done unavailable(StoreUnavailableException down) {
        guard.listener().storeUnavailable(EXCHANGE.toString(), down);
        return new Step.Done(guard.answers().reply(request, Reply.unavailable()));
    }
}
