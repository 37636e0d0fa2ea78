package dev.faregate.integration.micrometer;

import dev.faregate.http.GuardListener;
import dev.faregate.http.Problem;
import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what guards decide. No tag holds anything of a caller or a path: routes are templates.
 *
 * <ul>
 *   <li>{@code faregate.requests}: {@code route}, {@code outcome} ({@code admitted}, {@code opened}, or the kind of {@link Problem.Kind} in lower
 *       case), {@code policy} (the name of the limit that bound, or {@code none})
 *   <li>{@code faregate.credentials.rejected}: {@code route}, {@code reason} ({@link RejectionReason} in lower case)
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class GuardMeters implements GuardListener {

    private final MeterProvider<Counter> requests;
    private final MeterProvider<Counter> rejected;

    /**
     * Meters in a registry.
     *
     * @param registry keeps them
     */
    public GuardMeters(MeterRegistry registry) {
        this.requests = Counter.builder("faregate.requests")
                .description("Requests that a guard has decided on")
                .withRegistry(registry);
        this.rejected = Counter.builder("faregate.credentials.rejected")
                .description("Credentials that a guard has not accepted")
                .withRegistry(registry);
    }

    @Override
    public void admitted(String endpoint, Caller caller, Decision decision) {
        count(endpoint, "admitted", decision.limit().name());
    }

    @Override
    public void opened(String endpoint, Decision decision) {
        count(endpoint, "opened", decision.limit().name());
    }

    @Override
    public void rejected(String endpoint, RejectionReason reason) {
        rejected.withTags("route", endpoint, "reason", Tag.of(reason)).increment();
    }

    @Override
    public void refused(String endpoint, Problem problem) {
        Decision decision = problem.decision();
        count(
                endpoint,
                Tag.of(problem.kind()),
                decision == null ? "none" : decision.limit().name());
    }

    private void count(String endpoint, String outcome, String policy) {
        requests.withTags("route", endpoint, "outcome", outcome, "policy", policy)
                .increment();
    }
}
