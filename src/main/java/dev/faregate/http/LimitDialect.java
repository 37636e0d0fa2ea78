package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dialect that tells what it says of a limit, and may be kept, from what is each decision's own: one text or two. So an answer
 * needs no memory but for those.
 */
sealed interface LimitDialect extends RateLimitHeaders permits XRateLimit, DraftRateLimit {

    /** Collects all lines, those of the decision's own texts without them. The others depend on nothing but which limits hold and which bound. */
    void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines);

    /** The time that a decision tells of, in seconds. */
    long reset(Decision decision);

    /** The text of the first line that has one of its own. */
    String first(Limit bound, long remaining, long reset);

    /** The text of the second such line; null if there is but one. */
    @Nullable
    String second(long reset);

    @Override
    default void write(Decision decision, BiConsumer<String, String> headers) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        collect(decision.limit(), decision.limits(), lines);
        long reset = reset(decision);
        String first = first(decision.limit(), decision.remaining(), reset);
        new ResponseHeaders(lines.toArray(), first, second(reset)).writeTo(headers, headers);
    }
}
