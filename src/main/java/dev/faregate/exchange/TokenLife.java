package dev.faregate.exchange;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long something shall live, as people and clients write it. */
public final class TokenLife {

    private static final Pattern SHORT_FORM = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final int LONGEST_TEXT = 40;

    private TokenLife() {}

    /**
     * Reads a life: a number and a unit ({@code 30s}, {@code 30m}, {@code 10h}, {@code 3d}), or ISO 8601 ({@code PT10H}).
     *
     * @param text the text, from an environment variable or a query parameter; any text at all
     * @return the life, positive; empty if the text says none
     */
    public static Optional<Duration> parse(String text) {
        if (Objects.requireNonNull(text, "text").length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        Matcher shortForm = SHORT_FORM.matcher(text);
        if (shortForm.matches()) {
            return Optional.of(unit(shortForm.group(2)).multipliedBy(Long.parseLong(shortForm.group(1))))
                    .filter(TokenLife::isPositive);
        }
        try {
            return Optional.of(Duration.parse(text)).filter(TokenLife::isPositive);
        } catch (DateTimeParseException | ArithmeticException notIso) {
            return Optional.empty();
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static boolean isPositive(Duration life) {
        return !life.isNegative() && !life.isZero();
    }
}
