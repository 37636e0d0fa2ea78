package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The dialects of the IETF's draft, revision by revision. All numbers are Integers of RFC 9651 (Structured Fields). */
enum DraftRateLimit implements RateLimitHeaders {
    DRAFT_06 {
        @Override
        public void write(Decision decision, BiConsumer<String, String> headers) {
            headers.accept("RateLimit-Limit", SmallNumbers.text(quota(decision.limit())));
            headers.accept("RateLimit-Remaining", SmallNumbers.text(remaining(decision)));
            headers.accept("RateLimit-Reset", SmallNumbers.text(window(decision)));
            headers.accept("RateLimit-Policy", policies(decision.limits(), false));
        }
    },

    DRAFT_07 {
        @Override
        public void write(Decision decision, BiConsumer<String, String> headers) {
            headers.accept(
                    "RateLimit",
                    "limit=" + quota(decision.limit()) + ", remaining=" + remaining(decision) + ", reset="
                            + window(decision));
            headers.accept("RateLimit-Policy", policies(decision.limits(), true));
        }
    },

    DRAFT_11 {
        @Override
        public void write(Decision decision, BiConsumer<String, String> headers) {
            // A limit's name is printable ASCII without quotes and backslashes: a String of RFC 9651 as it is.
            headers.accept(
                    "RateLimit",
                    '"' + decision.limit().name() + "\";r=" + remaining(decision) + ";t=" + window(decision));
            StringBuilder policies = new StringBuilder();
            for (Limit limit : decision.limits()) {
                policies.append(policies.isEmpty() ? "\"" : ", \"").append(limit.name());
                policies.append("\";q=").append(quota(limit)).append(";w=").append(window(limit));
            }
            headers.accept("RateLimit-Policy", policies.toString());
        }
    };

    private static final long MOST = 999_999_999_999_999L;

    private static final List<String> NAMES_OF_06 =
            List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy");
    private static final List<String> NAMES = List.of("RateLimit", "RateLimit-Policy");

    @Override
    public List<String> names() {
        return this == DRAFT_06 ? NAMES_OF_06 : NAMES;
    }

    private static long quota(Limit limit) {
        return Math.min(MOST, limit.burst());
    }

    private static long remaining(Decision decision) {
        return Math.min(MOST, decision.remaining());
    }

    private static long window(Limit limit) {
        return Math.min(MOST, RefillTime.windowSeconds(limit));
    }

    private static long window(Decision decision) {
        return Math.min(MOST, RefillTime.effectiveWindowSeconds(decision));
    }

    private static String policies(List<Limit> limits, boolean eachQuotaOnce) {
        StringBuilder policies = new StringBuilder();
        Set<Long> quotas = new HashSet<>();
        for (Limit limit : limits) {
            if (quotas.add(quota(limit)) || !eachQuotaOnce) {
                policies.append(policies.isEmpty() ? "" : ", ").append(quota(limit));
                policies.append(";w=").append(window(limit));
            }
        }
        return policies.toString();
    }
}
