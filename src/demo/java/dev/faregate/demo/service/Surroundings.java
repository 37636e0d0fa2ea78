package dev.faregate.demo.service;

import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.apitoken.SecretSeal;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.demo.store.MemoryStorage;
import dev.faregate.demo.store.Storage;
import dev.faregate.demo.store.Stores;
import dev.faregate.ratelimit.MonotonicClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * What a service takes from outside, so that expiry can be tried without waiting, and a restart without losing anything.
 *
 * @param clock the time that lives are measured by
 * @param ticker the time that rates are measured by
 * @param environment the environment variables
 * @param later runs what need not be done at once
 * @param storage where services keep what they hold
 */
public record Surroundings(
        InstantSource clock, MonotonicClock ticker, Map<String, String> environment, Executor later, Storage storage) {

    /** Keeps its own copy of the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** With storage in memory. */
    public Surroundings(InstantSource clock, MonotonicClock ticker, Map<String, String> environment, Executor later) {
        this(clock, ticker, environment, later, new MemoryStorage(clock, ticker));
    }

    /** Those of this process, with storage in memory. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                InstantSource.system(),
                MonotonicClock.system(),
                System.getenv(),
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /** The same at a later time: a fixed offset before the clock. With storage in memory, as storage goes by the clock. */
    public Surroundings ahead(Duration offset) {
        InstantSource later = () -> clock.instant().plus(offset);
        return new Surroundings(later, ticker, environment, this.later);
    }

    /** The same with another storage, which must go by the same clock. */
    public Surroundings keptIn(Storage other) {
        return new Surroundings(clock, ticker, environment, later, other);
    }

    /** The beginning of a service's own installation. */
    public FaregateBuilder faregate(String service, UnaryOperator<RateLimiter.Builder> limits) {
        Stores stores = storage.of(service);
        return Faregate.builder()
                .issuer(service)
                .signingKeys(SigningKeys.hs256(storage.key(service + ".signing")))
                .apiTokenStore(stores.apiTokens())
                .sessionStore(stores.sessions())
                .rateLimiter(limits.apply(RateLimiter.builder())
                        .clock(ticker)
                        .store(stores.buckets())
                        .build())
                .clock(clock);
    }

    /** A service's own seal, for secrets that its users may copy again. */
    public SecretSeal seal(String service) {
        return SecretSeal.a256gcm(storage.key(service + ".seal"));
    }
}
