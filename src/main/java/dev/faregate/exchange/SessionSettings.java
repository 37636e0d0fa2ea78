package dev.faregate.exchange;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How sessions behave. Immutable; each {@code with} returns a changed copy.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting</th><th>default</th><th>range</th></tr>
 * <tr><td>{@code maxLifetime}</td><td>none: a session lasts as long as it is refreshed</td><td>at least a second</td></tr>
 * <tr><td>{@code refreshReuse}</td><td>10 seconds</td><td>0 to a minute</td></tr>
 * <tr><td>{@code maxPerOwner}</td><td>1,000</td><td>1 to 10,000</td></tr>
 * </table>
 *
 * @param maxLifetime how long a session lasts at most from its sign-in, however often it is refreshed; null for no such end
 * @param refreshReuse how long after its first use a refresh token may be used once more, see {@link SessionTokens#refresh}
 * @param maxPerOwner how many sessions a user may have; a sign-in beyond it signs the oldest out
 */
public record SessionSettings(@Nullable Duration maxLifetime, Duration refreshReuse, int maxPerOwner) {

    private static final Duration LONGEST_REUSE = Duration.ofMinutes(1);

    /**
     * Checks the settings.
     *
     * @param maxLifetime the maximum lifetime of a session; null for none
     * @param refreshReuse the reuse interval of refresh tokens
     * @param maxPerOwner the most sessions of one user
     * @throws IllegalArgumentException if one is out of its range
     */
    public SessionSettings {
        Objects.requireNonNull(refreshReuse, "refreshReuse");
        if (maxLifetime != null && maxLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("max session lifetime: " + maxLifetime + " (expected: >= PT1S)");
        }
        if (refreshReuse.isNegative() || refreshReuse.compareTo(LONGEST_REUSE) > 0) {
            throw new IllegalArgumentException(
                    "refresh reuse: " + refreshReuse + " (expected: PT0S to " + LONGEST_REUSE + ")");
        }
        if (maxPerOwner < 1 || maxPerOwner > SessionStore.MOST_LISTED) {
            throw new IllegalArgumentException(
                    "max sessions per owner: " + maxPerOwner + " (expected: 1 to " + SessionStore.MOST_LISTED + ")");
        }
    }

    /**
     * Returns the default settings.
     *
     * @return the settings
     */
    public static SessionSettings standard() {
        return new SessionSettings(null, Duration.ofSeconds(10), 1_000);
    }

    /**
     * Returns the same settings with a maximum lifetime.
     *
     * @param lifetime at least a second
     * @return the changed settings
     * @throws IllegalArgumentException if it is shorter
     */
    public SessionSettings withMaxLifetime(Duration lifetime) {
        return new SessionSettings(Objects.requireNonNull(lifetime, "lifetime"), refreshReuse, maxPerOwner);
    }

    /**
     * Returns the same settings with another reuse interval.
     *
     * @param interval 0 for none, to a minute
     * @return the changed settings
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public SessionSettings withRefreshReuse(Duration interval) {
        return new SessionSettings(maxLifetime, interval, maxPerOwner);
    }

    /**
     * Returns the same settings with another number of sessions.
     *
     * @param most 1 to 10,000
     * @return the changed settings
     * @throws IllegalArgumentException if it is less or more
     */
    public SessionSettings withMaxPerOwner(int most) {
        return new SessionSettings(maxLifetime, refreshReuse, most);
    }
}
