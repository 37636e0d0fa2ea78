package dev.faregate;

import dev.faregate.exchange.TokenLife;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long the signed tokens of an installation live, each from a second to ten years. For use by one thread. */
final class Lives {

    private static final String SESSION_LIFE = "faregate.session.life";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Duration baseToken = Duration.ofDays(3);
    private @Nullable Duration session;
    private @Nullable Duration refreshToken;
    private UnaryOperator<@Nullable String> environment = Lives::systemPropertyOrVariable;

    void baseToken(Duration life) {
        this.baseToken = checked("base token life", life);
    }

    void session(Duration life) {
        this.session = checked("session life", life);
    }

    void refreshToken(Duration life) {
        this.refreshToken = checked("refresh token life", life);
    }

    void environment(UnaryOperator<@Nullable String> lookUp) {
        this.environment = Objects.requireNonNull(lookUp, "lookUp");
    }

    Duration baseToken() {
        return baseToken;
    }

    Duration session() {
        if (session != null) {
            return session;
        }
        String configured = environment.apply(SESSION_LIFE);
        return configured == null ? Duration.ofHours(10) : checked(SESSION_LIFE, parsed(configured));
    }

    /** Null if there are no refresh tokens. */
    @Nullable
    Duration refreshToken() {
        return refreshToken;
    }

    /** How long a revocation matters. */
    Duration longest() {
        return Stream.of(baseToken, session(), Objects.requireNonNullElse(refreshToken, SHORTEST))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static @Nullable String systemPropertyOrVariable(@Nullable String name) {
        String key = Objects.requireNonNull(name, "name");
        String property = System.getProperty(key);
        return property != null ? property : System.getenv(key.replace('.', '_').toUpperCase(Locale.ROOT));
    }

    private static Duration parsed(String configured) {
        return TokenLife.parse(configured)
                .orElseThrow(() -> new IllegalArgumentException(
                        SESSION_LIFE + ": \"" + configured + "\" (expected: a life such as 30m, 10h, 3d or PT10H)"));
    }

    static Duration checked(String what, Duration life) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + ": " + life + " (expected: " + SHORTEST + " to " + LONGEST + ", ten years)");
        }
        return life;
    }
}
