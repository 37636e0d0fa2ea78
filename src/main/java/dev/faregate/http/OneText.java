package dev.faregate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.ratelimit.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one text how many permits remain of a limit, and the draft's effective window.
 *
 * @param start what stands before the number of permits
 * @param middle what stands between it and the seconds
 */
record OneText(Limit limit, String start, String middle) implements DecisionTexts {

    private static final int MOST_KEPT = 1 << 10;

    /** One for a limit, whatever the number of origins; for as long as lines of that limit are kept. */
    private static final Cache<OneText, DecisionTexts> ALL_KEPT =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    @Override
    public String first(long remaining, long reset) {
        return start + Math.min(DraftRateLimit.MOST, remaining) + middle + reset;
    }

    @Override
    public @Nullable String second(long reset) {
        return null;
    }

    @Override
    public DecisionTexts kept() {
        return ALL_KEPT.get(this, Kept::new);
    }

    /** While permits remain, the window follows from their number: so the texts of small numbers are made once. */
    private static final class Kept implements DecisionTexts {
        private final OneText texts;

        /** Written by any thread: whoever sees a text sees it whole, and two of one number are alike. */
        private final @Nullable String[] byRemaining;

        Kept(OneText texts) {
            this.texts = texts;
            this.byRemaining = new @Nullable String[(int) Math.min(MOST_KEPT, texts.limit.burst() + 1)];
        }

        @Override
        public String first(long remaining, long reset) {
            if (remaining == 0 || remaining >= byRemaining.length) {
                return texts.first(remaining, reset);
            }
            String known = byRemaining[(int) remaining];
            if (known == null) {
                known = texts.first(remaining, reset);
                byRemaining[(int) remaining] = known;
            }
            return known;
        }

        @Override
        public @Nullable String second(long reset) {
            return null;
        }
    }
}
