package dev.faregate.demo.service;

import dev.faregate.basetoken.SigningKeys;
import dev.faregate.ratelimit.MonotonicClock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a service takes from outside, so that expiry can be tried without waiting.
 *
 * @param clock the time that lives are measured by
 * @param ticker the time that rates are measured by
 * @param environment the environment variables
 */
public record Surroundings(InstantSource clock, MonotonicClock ticker, Map<String, String> environment) {

    private static final int KEY_BYTES = 32;

    /** Keeps its own copy of the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(InstantSource.system(), MonotonicClock.system(), System.getenv());
    }

    /** A key of a service's own, which ends with the process as all else in this demo does. */
    public SigningKeys ownKey() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return SigningKeys.hs256(secret);
    }
}
