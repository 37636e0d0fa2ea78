package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A dialect that tells what it says of a limit, and may be kept, from what is each decision's own: one text or two. So an answer
 * needs no memory but for those.
 */
sealed interface LimitDialect extends RateLimitHeaders permits XRateLimit, DraftRateLimit {

    /** Collects all lines, those of the decision's own texts without them. The others depend on nothing but which limits hold and which bound. */
    void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines);

    /** The time that a decision tells of, in seconds. */
    long reset(Decision decision);

    /** Spells what is a decision's own, where this limit bound. */
    DecisionTexts texts(Limit bound);

    @Override
    default void write(Decision decision, BiConsumer<String, String> headers) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        collect(decision.limit(), decision.limits(), lines);
        DecisionTexts texts = texts(decision.limit());
        long reset = reset(decision);
        String first = texts.first(decision.remaining(), reset);
        new ResponseHeaders(lines.toArray(), first, texts.second(reset)).writeTo(headers, headers);
    }
}
