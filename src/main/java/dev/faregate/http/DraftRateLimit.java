package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The dialects of the IETF's draft, revision by revision. All numbers are Integers of RFC 9651 (Structured Fields). */
enum DraftRateLimit implements LimitDialect {
    DRAFT_06 {
        @Override
        public void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines) {
            lines.accept("RateLimit-Limit", Long.toString(quota(bound)));
            lines.acceptOwn("RateLimit-Remaining");
            lines.acceptOwn("RateLimit-Reset");
            lines.accept("RateLimit-Policy", policies(limits, false));
        }

        @Override
        public DecisionTexts texts(Limit bound) {
            return NUMBERS;
        }
    },

    DRAFT_07 {
        @Override
        public void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines) {
            lines.acceptOwn("RateLimit");
            lines.accept("RateLimit-Policy", policies(limits, true));
        }

        @Override
        public DecisionTexts texts(Limit bound) {
            return new OneText(bound, "limit=" + quota(bound) + ", remaining=", ", reset=");
        }
    },

    DRAFT_11 {
        @Override
        public void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines) {
            lines.acceptOwn("RateLimit");
            StringBuilder policies = new StringBuilder();
            for (Limit limit : limits) {
                policies.append(policies.isEmpty() ? "\"" : ", \"").append(limit.name());
                policies.append("\";q=").append(quota(limit)).append(";w=").append(window(limit));
            }
            lines.accept("RateLimit-Policy", policies.toString());
        }

        @Override
        public DecisionTexts texts(Limit bound) {
            // A limit's name is printable ASCII without quotes and backslashes: a String of RFC 9651 as it is.
            return new OneText(bound, '"' + bound.name() + "\";r=", ";t=");
        }
    };

    static final long MOST = 999_999_999_999_999L;

    private static final DecisionTexts NUMBERS = new DecisionTexts() {
        @Override
        public String first(long remaining, long reset) {
            return SmallNumbers.text(Math.min(MOST, remaining));
        }

        @Override
        public String second(long reset) {
            return SmallNumbers.text(reset);
        }
    };

    private static final List<String> NAMES_OF_06 =
            List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy");
    private static final List<String> NAMES = List.of("RateLimit", "RateLimit-Policy");

    @Override
    public List<String> names() {
        return this == DRAFT_06 ? NAMES_OF_06 : NAMES;
    }

    @Override
    public long reset(Decision decision) {
        return Math.min(MOST, RefillTime.effectiveWindowSeconds(decision));
    }

    private static long quota(Limit limit) {
        return Math.min(MOST, limit.burst());
    }

    private static long window(Limit limit) {
        return Math.min(MOST, RefillTime.windowSeconds(limit));
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
