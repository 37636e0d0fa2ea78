package dev.faregate.integration.micrometer;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenListener;
import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/**
 * Counts what becomes of API tokens. No tag holds anything of a token or its owner.
 *
 * <ul>
 *   <li>{@code faregate.apitokens}: {@code event} ({@code issued}, {@code renamed}, {@code rights_changed}, {@code expiry_changed}, {@code rotated},
 *       {@code revealed}, {@code revoked}, {@code former_secret_revoked}, {@code all_revoked}, {@code leaked})
 *   <li>{@code faregate.apitokens.rejected}: {@code reason} ({@link RejectionReason} in lower case)
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class ApiTokenMeters implements ApiTokenListener {

    private final MeterProvider<Counter> events;
    private final MeterProvider<Counter> rejected;

    /**
     * Meters in a registry.
     *
     * @param registry keeps them
     */
    public ApiTokenMeters(MeterRegistry registry) {
        this.events = Counter.builder("faregate.apitokens")
                .description("What has become of API tokens")
                .withRegistry(registry);
        this.rejected = Counter.builder("faregate.apitokens.rejected")
                .description("Presented API tokens that were rejected")
                .withRegistry(registry);
    }

    @Override
    public void issued(ApiToken apiToken) {
        count("issued");
    }

    @Override
    public void renamed(ApiToken before, ApiToken after) {
        count("renamed");
    }

    @Override
    public void rightsChanged(ApiToken before, ApiToken after) {
        count("rights_changed");
    }

    @Override
    public void expiryChanged(ApiToken before, ApiToken after) {
        count("expiry_changed");
    }

    @Override
    public void formerSecretRevoked(ApiToken apiToken) {
        count("former_secret_revoked");
    }

    @Override
    public void rotated(ApiToken apiToken, Instant previousUntil) {
        count("rotated");
    }

    @Override
    public void revealed(ApiToken apiToken) {
        count("revealed");
    }

    @Override
    public void revoked(ApiToken apiToken) {
        count("revoked");
    }

    @Override
    public void allRevoked(RevocationTarget target) {
        count("all_revoked");
    }

    @Override
    public void leaked(ApiToken apiToken) {
        count("leaked");
    }

    @Override
    public void rejected(RejectionReason reason) {
        rejected.withTag("reason", Tag.of(reason)).increment();
    }

    private void count(String event) {
        events.withTag("event", event).increment();
    }
}
