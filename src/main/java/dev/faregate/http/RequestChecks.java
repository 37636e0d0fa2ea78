package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What guards have decided about one request, and the permits that they took for it. An adapter keeps one with each request, over
 * forwards, error pages and asynchronous dispatches, see {@link RequestView#checks}. So the same endpoint is checked once, and
 * another endpoint or another guard on the way checks what it requires without taking a permit twice. For use by one thread at a
 * time.
 */
public final class RequestChecks {

    /** The name of the request attribute under which an adapter keeps them. */
    public static final String ATTRIBUTE = RequestChecks.class.getName();

    private record Check(Object guard, Endpoints.Match match, Verdict verdict) {}

    private record Permit(RateLimiter limiter, String limitName, String key, Decision decision) {}

    private final List<Check> checks = new ArrayList<>(1);
    private final List<Permit> permits = new ArrayList<>(1);

    private RequestChecks() {}

    /**
     * Begins with a request that no guard has checked.
     *
     * @return no checks yet
     */
    public static RequestChecks begin() {
        return new RequestChecks();
    }

    /**
     * Returns the latest verdict of any guard, if it let the request through.
     *
     * @return {@link Verdict.Admitted}, which tells the caller, or {@link Verdict.Opened}; null if no guard has checked the request,
     *     or the last one refused it
     */
    public Verdict.@Nullable Passed passed() {
        return checks.isEmpty() || !(checks.get(checks.size() - 1).verdict() instanceof Verdict.Passed passed)
                ? null
                : passed;
    }

    /**
     * Returns the latest verdict of one guard, if it let the request through: to {@linkplain RequestGuard#refuse refuse} it after all
     * in that guard's format.
     *
     * @param guard the guard
     * @return its verdict; null if it has not checked the request, or refused it
     */
    public Verdict.@Nullable Passed passed(RequestGuard guard) {
        for (int i = checks.size() - 1; i >= 0; i--) {
            if (guard.made(checks.get(i).guard())) {
                return checks.get(i).verdict() instanceof Verdict.Passed passed ? passed : null;
            }
        }
        return null;
    }

    /**
     * Returns the limit of failed attempts for a handler that checks a password.
     *
     * @return the limit for this request
     * @throws IllegalStateException if no guard has let the request through to an {@linkplain Endpoint#open() open} endpoint
     */
    public SignIn signIn() {
        if (passed() instanceof Verdict.Opened opened) {
            return opened.signIn();
        }
        throw new IllegalStateException("sign-in: none (expected: a guarded route, and an open endpoint)");
    }

    /** Whether an answer carries the lines of a verdict already. */
    boolean isEmpty() {
        return checks.isEmpty();
    }

    /** What a guard has said of the very same endpoint and variables; null if it has not been asked. */
    @Nullable
    Verdict kept(Object guard, Endpoint endpoint, Map<String, String> variables) {
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            if (check.guard() == guard
                    && check.match().endpoint() == endpoint
                    && check.match().pathVariables().equals(variables)) {
                return check.verdict();
            }
        }
        return null;
    }

    void note(Object guard, Endpoints.Match match, Verdict verdict) {
        checks.add(new Check(guard, match, verdict));
    }

    /** What taking one permit was answered; null if none was taken. */
    @Nullable
    Decision permit(RateLimiter limiter, String limitName, String key) {
        for (int i = 0; i < permits.size(); i++) {
            Permit permit = permits.get(i);
            if (permit.limiter() == limiter
                    && permit.limitName().equals(limitName)
                    && permit.key().equals(key)) {
                return permit.decision();
            }
        }
        return null;
    }

    void took(RateLimiter limiter, String limitName, String key, Decision decision) {
        permits.add(new Permit(limiter, limitName, key, decision));
    }
}
