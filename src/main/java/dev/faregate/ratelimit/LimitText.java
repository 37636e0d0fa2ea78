package dev.faregate.ratelimit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads limits as people write them into a configuration. */
final class LimitText {

    private static final Pattern FORM =
            Pattern.compile("\\s*([0-9]{1,18})/([smhd]|P[0-9A-Z.]{1,30})(?: +burst +([0-9]{1,18}))?\\s*");

    private LimitText() {}

    static Limit parse(String text) {
        Matcher form = FORM.matcher(Objects.requireNonNull(text, "text"));
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "limit: \"" + text + "\" (expected: as in 5/s, 1000/d, 10/PT15M or 5/s burst 10)");
        }
        Limit limit = Limit.of(Long.parseLong(form.group(1)), period(form.group(2), text));
        String burst = form.group(3);
        return burst == null ? limit : limit.withBurst(Long.parseLong(burst));
    }

    private static Duration period(String unit, String text) {
        for (Map.Entry<Duration, String> known : Limit.UNITS.entrySet()) {
            if (known.getValue().equals(unit)) {
                return known.getKey();
            }
        }
        try {
            return Duration.parse(unit);
        } catch (DateTimeParseException notIso) {
            throw new IllegalArgumentException(
                    "period: " + unit + " (expected: s, m, h, d, or as in PT15M) in limit \"" + text + "\"", notIso);
        }
    }
}
