package dev.faregate.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is made once of the lines that let scripts of an origin read answers. Immutable.
 *
 * @param <T> what is made of them
 */
final class ByOrigin<T> {

    private final @Nullable Cors cors;
    private final List<String> callerHeaders;
    private final boolean allowsAny;
    private final T ofNone;
    private final T ofOthers;
    private final Map<String, T> ofAllowed = new HashMap<>();

    /**
     * With null for rules that are the application's own, the names of headers to be read, and those that tell whose an answer is;
     * none for an answer that is anyone's.
     */
    ByOrigin(@Nullable Cors cors, String exposed, List<String> callerHeaders, Function<ResponseHeaders, T> made) {
        this.cors = cors;
        this.callerHeaders = callerHeaders;
        this.allowsAny = cors != null && cors.allowsAny();
        this.ofOthers = made.apply(lines(null, exposed));
        // Where all are allowed nothing varies, so a cache may show a script what it was sent for somebody else.
        this.ofNone = made.apply(allowsAny ? lines(Cors.ANY, exposed) : lines(null, null));
        if (cors != null) {
            for (String origin : cors.allowed()) {
                ofAllowed.put(origin, made.apply(lines(origin, exposed)));
            }
        }
    }

    private ResponseHeaders lines(@Nullable String allowed, @Nullable String exposed) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        List<String> varying = new ArrayList<>(callerHeaders);
        if (cors != null && cors.varies()) {
            varying.add(0, "Origin");
        }
        if (!varying.isEmpty()) {
            lines.accept("Vary", String.join(", ", varying));
        }
        if (!callerHeaders.isEmpty()) {
            lines.accept("Cache-Control", ResponseHeaders.PRIVATE);
        }
        if (cors != null) {
            cors.write(allowed, lines);
        }
        if (exposed != null) {
            lines.accept("Access-Control-Expose-Headers", exposed);
        }
        return lines.headers();
    }

    /** What is for the origin of a request. */
    T of(RequestView request) {
        List<String> sent = request.header("Origin");
        if (sent.isEmpty()) {
            return ofNone;
        }
        T known = sent.size() > 1 ? null : ofAllowed.get(allowsAny ? Cors.ANY : sent.get(0));
        return known == null ? ofOthers : known;
    }
}
