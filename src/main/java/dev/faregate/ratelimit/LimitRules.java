package dev.faregate.ratelimit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which limits hold where: a default, others by endpoint, and others again by plan. Immutable; each {@code limit} and
 * {@code plan} returns a changed copy, which shares with the first what did not change.
 *
 * <p>An endpoint pattern is a text in which {@code *} stands for any run of characters: {@code GET /rows/*}. Of those that
 * match, the one with the most other characters holds, however they were ordered. A plan ("gold", "trial") is asked first; what
 * it does not say, and a plan that is not known, leaves the rules for everybody.
 */
public final class LimitRules {

    private static final LimitRules STANDARD =
            new LimitRules(new ByEndpoint(Map.of()), Plans.none()).limit("*", Limit.perSecond(5));

    private final ByEndpoint everybody;
    private final Plans<ByEndpoint> byPlan;

    private LimitRules(ByEndpoint everybody, Plans<ByEndpoint> byPlan) {
        this.everybody = everybody;
        this.byPlan = byPlan;
    }

    /**
     * Five a second for each endpoint and caller.
     *
     * @return the rules where nothing else is said
     */
    public static LimitRules standard() {
        return STANDARD;
    }

    /**
     * Changes the default.
     *
     * @param limits one to four, which hold together
     * @return the changed copy
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public LimitRules limit(Limit... limits) {
        return limit("*", limits);
    }

    /**
     * Sets the limits of some endpoints.
     *
     * @param endpointPattern which endpoints
     * @param limits one to four, which hold together
     * @return the changed copy
     * @throws IllegalArgumentException if the pattern is empty, or there are none, more than four, or two of the same name
     */
    public LimitRules limit(String endpointPattern, Limit... limits) {
        return new LimitRules(everybody.with(endpointPattern, Limits.of(limits)), byPlan);
    }

    /**
     * Sets the limits of a plan, on all endpoints for which the plan has no others.
     *
     * @param plan the plan
     * @param limits one to four, which hold together
     * @return the changed copy
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public LimitRules plan(String plan, Limit... limits) {
        return plan(plan, "*", limits);
    }

    /**
     * Sets the limits of a plan on some endpoints.
     *
     * @param plan the plan
     * @param endpointPattern which endpoints
     * @param limits one to four, which hold together
     * @return the changed copy
     * @throws IllegalArgumentException if the pattern is empty, or there are none, more than four, or two of the same name
     */
    public LimitRules plan(String plan, String endpointPattern, Limit... limits) {
        ByEndpoint known = byPlan.get(Objects.requireNonNull(plan, "plan"));
        ByEndpoint before = known == null ? new ByEndpoint(Map.of()) : known;
        return new LimitRules(everybody, byPlan.with(plan, before.with(endpointPattern, Limits.of(limits))));
    }

    /**
     * The limits of everybody without a plan.
     *
     * @param endpoint the endpoint
     * @return its limits
     */
    public Limits at(String endpoint) {
        return Objects.requireNonNull(everybody.find(endpoint), "the default");
    }

    /**
     * The limits of whoever has a plan.
     *
     * @param endpoint the endpoint
     * @param plan the plan; need not be known
     * @return its limits
     */
    public Limits at(String endpoint, String plan) {
        ByEndpoint special = byPlan.get(plan);
        Limits found = special == null ? null : special.find(endpoint);
        return found == null ? at(endpoint) : found;
    }

    /**
     * The patterns that match none of some endpoints: what is misspelled, say, and without effect.
     *
     * @param endpoints the endpoints there are
     * @return the patterns, those of plans too, each once; never the default
     */
    public List<String> patternsWithout(Collection<String> endpoints) {
        return Stream.concat(Stream.of(everybody), byPlan.values())
                .flatMap(rules -> rules.patterns().keySet().stream())
                .filter(pattern ->
                        !pattern.text().equals("*") && endpoints.stream().noneMatch(pattern::matches))
                .map(EndpointPattern::text)
                .distinct()
                .sorted()
                .toList();
    }

    /** Limits by pattern, the most specific first. */
    private record ByEndpoint(Map<EndpointPattern, Limits> patterns) {

        ByEndpoint with(String pattern, Limits limits) {
            Map<EndpointPattern, Limits> changed = new TreeMap<>(patterns);
            changed.put(new EndpointPattern(pattern), limits);
            return new ByEndpoint(changed);
        }

        @Nullable
        Limits find(String endpoint) {
            for (Map.Entry<EndpointPattern, Limits> entry : patterns.entrySet()) {
                if (entry.getKey().matches(endpoint)) {
                    return entry.getValue();
                }
            }
            return null;
        }
    }
}
