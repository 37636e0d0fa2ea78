package dev.faregate.apitoken;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of API tokens.
 *
 * @param apiTokens in the order of issue
 * @param next what to pass to {@link ApiTokenQuery#after(String)} for the next page; null if this is the last
 */
public record ApiTokenPage(
        List<ApiToken> apiTokens, @Nullable String next) {

    /**
     * Keeps its own copy.
     *
     * @param apiTokens in the order of issue
     * @param next where the next page begins; null if this is the last
     */
    public ApiTokenPage {
        apiTokens = List.copyOf(apiTokens);
    }
}
