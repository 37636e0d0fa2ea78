package dev.faregate.demo.service;

import dev.faregate.apitoken.SecretSeal;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.ratelimit.MonotonicClock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What a service takes from outside, so that expiry can be tried without waiting.
 *
 * @param clock the time that lives are measured by
 * @param ticker the time that rates are measured by
 * @param environment the environment variables
 * @param later runs what need not be done at once
 */
public record Surroundings(
        InstantSource clock, MonotonicClock ticker, Map<String, String> environment, Executor later) {

    private static final int KEY_BYTES = 32;

    /** Keeps its own copy of the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                InstantSource.system(),
                MonotonicClock.system(),
                System.getenv(),
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /** A key of a service's own, which ends with the process as all else in this demo does. */
    public SigningKeys ownKey() {
        return SigningKeys.hs256(randomKey());
    }

    /** A seal of a service's own, for secrets that its users may copy again. */
    public SecretSeal ownSeal() {
        return SecretSeal.a256gcm(randomKey());
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
