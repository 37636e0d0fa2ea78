package dev.faregate.integration.micrometer;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what a rate limiter answers. No tag holds anything of a caller; the endpoint is the name that the limiter was asked by, so ask
 * by route and not by path.
 *
 * <ul>
 *   <li>{@code faregate.ratelimit}: {@code route}, {@code policy} (the name of the limit that bound), {@code outcome}
 *       ({@code allowed}, {@code denied}, {@code never}; where shadow mode let it through, {@code shadow_denied} or
 *       {@code shadow_never})
 *   <li>{@code faregate.ratelimit.overflowed}: {@code route}
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class RateLimitMeters implements RateLimitListener {

    private final MeterProvider<Counter> answers;
    private final MeterProvider<Counter> overflowed;

    /**
     * Meters in a registry.
     *
     * @param registry keeps them
     */
    public RateLimitMeters(MeterRegistry registry) {
        this.answers = Counter.builder("faregate.ratelimit")
                .description("Answers of the rate limiter")
                .withRegistry(registry);
        this.overflowed = Counter.builder("faregate.ratelimit.overflowed")
                .description("Calls that were answered by the bucket that is shared when memory is full")
                .withRegistry(registry);
    }

    @Override
    public void allowed(String endpoint, String caller, Decision decision) {
        count(endpoint, decision);
    }

    @Override
    public void denied(String endpoint, String caller, Decision decision) {
        count(endpoint, decision);
    }

    @Override
    public void overflowed(String endpoint) {
        overflowed.withTag("route", endpoint).increment();
    }

    private void count(String endpoint, Decision decision) {
        String outcome = Tag.of(decision.outcome());
        answers.withTags(
                        "route",
                        endpoint,
                        "policy",
                        decision.limit().name(),
                        "outcome",
                        decision.shadow() ? "shadow_" + outcome : outcome)
                .increment();
    }
}
