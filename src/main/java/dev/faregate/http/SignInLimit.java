package dev.faregate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.http.ClientAddress.Client;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.KeySpace;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.Outcome;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits failed attempts at signing in by client and account, and for IPv6 by network and account as well. By the account alone it would
 * lock a user out for what others send; by the address alone, everybody behind it. Thread-safe.
 */
final class SignInLimit {

    /** The name of the buckets, which no endpoint can have. The limits are part of it: guards with other limits count apart. */
    static final String NAME = "failed sign-ins by address and account";

    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_FORGIVEN = 100;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final EndpointLimiter clients;
    private final EndpointLimiter networks;
    private final ClientAddress addresses;

    /** The failed attempts that a success gives back, by client and account. */
    private final Cache<String, List<Reservation>> failed;

    SignInLimit(RateLimiter limiter, Limits limits, ClientAddress addresses) {
        // Passwords are to be protected also where there is no room for buckets, so these are not KeySpace.FAILURES.
        this.clients = limiter.endpoint(NAME + ' ' + limits, KeySpace.ANONYMOUS).with(limits);
        this.networks = limiter.endpoint(NAME + ", networks " + limits, KeySpace.ANONYMOUS)
                .with(NetworkLimits.of(limits));
        this.addresses = addresses;
        this.failed = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterAccess(REMEMBERED)
                .ticker(limiter.clock()::nanos)
                .executor(Runnable::run)
                .build();
    }

    <T> T attempt(RequestView request, String account, Supplier<T> check) {
        Client client = addresses.client(request);
        // An account is as long as its sender likes; its digest is not, and keeps it out of stores.
        String digest = TextDigest.of(account);
        String key = client.name() + ' ' + digest;
        String network = client.network() == null ? null : client.network() + ' ' + digest;
        refuseExhausted(request, key, network);
        T result;
        try {
            result = check.get();
        } catch (RefusedException refused) {
            if (refused.problem().kind() == Problem.Kind.SIGN_IN_FAILED) {
                count(request, key, network);
            }
            throw refused;
        }
        refuseExhausted(request, key, network);
        forgive(key);
        return result;
    }

    private void refuseExhausted(RequestView request, String key, @Nullable String network) {
        refuse(request, clients.peek(key, 1));
        if (network != null) {
            refuse(request, networks.peek(network, 1));
        }
    }

    private void count(RequestView request, String key, @Nullable String network) {
        count(request, clients, key, key);
        if (network != null) {
            count(request, networks, network, key);
        }
    }

    private void count(RequestView request, EndpointLimiter limiter, String bucket, String key) {
        Reservation counted = limiter.reserve(bucket, 1, Duration.ZERO);
        refuse(request, counted.decision());
        List<Reservation> forgivable = failed.get(key, none -> new CopyOnWriteArrayList<>());
        if (forgivable.size() < MOST_FORGIVEN) {
            forgivable.add(counted);
        }
    }

    private void forgive(String key) {
        List<Reservation> forgivable = failed.asMap().remove(key);
        if (forgivable != null) {
            forgivable.forEach(Reservation::refundAsync);
        }
    }

    /** By the outcome: these limits hold in shadow mode, too. */
    private void refuse(RequestView request, Decision decision) {
        if (decision.outcome() != Outcome.ALLOWED) {
            addresses.noticeExhausted(request);
            throw new RefusedException(Problem.rateLimited(decision));
        }
    }

    @Override
    public String toString() {
        return clients.limits().toString();
    }
}
