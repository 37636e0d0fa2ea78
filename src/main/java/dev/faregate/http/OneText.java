package dev.faregate.http;

import com.github.benmanes.caffeine.cache.Interner;
import dev.faregate.ratelimit.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one text how many permits remain of a limit, and the draft's effective window. While some remain, that window follows from
 * their number: so the texts of small numbers are made once.
 */
final class OneText implements DecisionTexts {

    private static final int MOST_KEPT = 1 << 10;

    /** So that there is one for a limit, whatever the number of origins; it ends with the last lines of that limit. */
    private static final Interner<OneText> ALL = Interner.newWeakInterner();

    private final Limit limit;
    private final String start;
    private final String middle;

    /** Written by any thread: whoever sees a text sees it whole, and two of one number are alike. */
    private final @Nullable String[] kept;

    private OneText(Limit limit, String start, String middle) {
        this.limit = limit;
        this.start = start;
        this.middle = middle;
        this.kept = new @Nullable String[(int) Math.min(MOST_KEPT, limit.burst() + 1)];
    }

    /** With what stands before the number of permits, and between it and the seconds. */
    static OneText of(Limit limit, String start, String middle) {
        return ALL.intern(new OneText(limit, start, middle));
    }

    @Override
    public String first(long remaining, long reset) {
        if (remaining == 0 || remaining >= kept.length) {
            return text(remaining, reset);
        }
        String known = kept[(int) remaining];
        if (known == null) {
            known = text(remaining, reset);
            kept[(int) remaining] = known;
        }
        return known;
    }

    private String text(long remaining, long reset) {
        return start + Math.min(DraftRateLimit.MOST, remaining) + middle + reset;
    }

    @Override
    public @Nullable String second(long reset) {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OneText that && limit.equals(that.limit) && start.equals(that.start);
    }

    @Override
    public int hashCode() {
        return limit.hashCode();
    }
}
