package dev.faregate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.http.ClientAddress.Client;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.KeySpace;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.MonotonicClock;
import dev.faregate.ratelimit.Outcome;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the failed attempts of a client's address, after each credential was verified: an address with too many of them is answered
 * 429 instead of 401, and a valid credential from there is accepted as ever. A text counts once. Thread-safe.
 */
final class FailureLimit {

    /** The name of the buckets, which no endpoint can have. The limits are part of it: guards with other limits count apart. */
    static final String NAME = "failed credentials by address";

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 20_000;

    private final EndpointLimiter clients;
    private final EndpointLimiter networks;
    private final ClientAddress addresses;

    /** Texts that were counted, by digest and client. One that is forgotten for want of room counts again. */
    private final Cache<String, Boolean> counted;

    FailureLimit(RateLimiter limiter, Limits limits, ClientAddress addresses) {
        this.clients = limiter.endpoint(NAME + ' ' + limits, KeySpace.FAILURES).with(limits);
        Limits wide = NetworkLimits.of(limits);
        this.networks = limiter.endpoint(NAME + ", networks " + limits, KeySpace.FAILURES)
                .with(wide);
        this.addresses = addresses;
        MonotonicClock clock = limiter.clock();
        this.counted = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** Counts a rejected text, unless it was counted before; goes on with the denial of one too many, or null. */
    Step count(RequestView request, String text, Function<@Nullable Decision, Step> next) {
        Client client = addresses.client(request);
        String key = client.name() + ' ' + TextDigest.of(text);
        if (counted.getIfPresent(key) != null) {
            return next.apply(known(request, client));
        }
        return take(clients, client.name(), request, denied -> {
            if (denied == null) {
                counted.put(key, true);
            }
            String network = client.network();
            return denied != null || network == null ? next.apply(denied) : take(networks, network, request, next);
        });
    }

    private Step take(
            EndpointLimiter limiter, String key, RequestView request, Function<@Nullable Decision, Step> next) {
        return new Step.Take(limiter, key, reservation -> {}, decision -> next.apply(denial(request, decision)));
    }

    /** The denial as far as this process knows. */
    private @Nullable Decision known(RequestView request, Client client) {
        Decision denied = denial(request, clients.peekHere(client.name(), 1));
        String network = client.network();
        return denied != null || network == null ? denied : denial(request, networks.peekHere(network, 1));
    }

    /** By the outcome: these limits hold in shadow mode, too. */
    private @Nullable Decision denial(RequestView request, Decision decision) {
        if (decision.outcome() == Outcome.ALLOWED) {
            return null;
        }
        addresses.noticeExhausted(request);
        return decision;
    }
}
