package dev.faregate.http;

import dev.faregate.ratelimit.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of admitted requests from one origin, without what is each answer's own: made once for each limit, and not for each
 * request. Safe for use by many threads.
 */
final class KeptLines {

    /** A power of two, far above the number of limits that a service has. */
    private static final int PLACES = 256;

    /** At how many places each may be found: beyond that, one is made anew instead of another. */
    private static final int TRIES = 4;

    static final class Kept {
        private final Limit bound;
        private final List<Limit> limits;
        private final @Nullable String[] lines;
        private final DecisionTexts texts;

        Kept(Limit bound, List<Limit> limits, @Nullable String[] lines, DecisionTexts texts) {
            this.bound = bound;
            this.limits = limits;
            this.lines = lines;
            this.texts = texts;
        }

        // Nearly always the very same, and then no more is compiled into what asks.
        @SuppressWarnings("ReferenceEquality")
        boolean isFor(Limit otherBound, List<Limit> otherLimits) {
            return (bound == otherBound || bound.equals(otherBound))
                    && (limits == otherLimits || limits.equals(otherLimits));
        }
    }

    private final LimitDialect dialect;
    private final ResponseHeaders others;

    /** Written by any thread: whoever sees one sees it whole, and two for one limit are alike. */
    private final @Nullable Kept[] kept = new @Nullable Kept[PLACES];

    /** With the lines that follow those of the dialect. */
    KeptLines(LimitDialect dialect, ResponseHeaders others) {
        this.dialect = dialect;
        this.others = others;
    }

    ResponseHeaders headers(Limit bound, List<Limit> limits, long remaining, long reset) {
        Kept known = of(bound, limits);
        return new ResponseHeaders(known.lines, known.texts.first(remaining, reset), known.texts.second(reset));
    }

    Kept of(Limit bound, List<Limit> limits) {
        // Of all limits: many plans may have the one that binds. So those that hold together meet, at most four.
        int hash = limits.hashCode();
        int place = hash ^ hash >>> 16;
        for (int i = 0; i < TRIES; i++) {
            Kept known = kept[place + i & PLACES - 1];
            if (known == null) {
                place += i;
                break;
            }
            if (known.isFor(bound, limits)) {
                return known;
            }
        }
        Kept made = new Kept(
                bound, limits, lines(bound, limits), dialect.texts(bound).kept());
        kept[place & PLACES - 1] = made;
        return made;
    }

    private @Nullable String[] lines(Limit bound, List<Limit> limits) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        dialect.collect(bound, limits, lines);
        others.writeTo(lines, lines);
        return lines.toArray();
    }
}
