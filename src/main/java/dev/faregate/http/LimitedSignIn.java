package dev.faregate.http;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request's attempts at signing in. */
final class LimitedSignIn implements SignIn {

    private final @Nullable SignInLimit limit;
    private final RequestView request;
    private boolean attempted;

    /** Without a limit, every attempt is checked. */
    LimitedSignIn(@Nullable SignInLimit limit, RequestView request) {
        this.limit = limit;
        this.request = request;
    }

    @Override
    public <T> T attempt(String account, Supplier<T> check) {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(check, "check");
        attempted = true;
        return limit == null ? check.get() : limit.attempt(request, account, check);
    }

    /** Whether a failed sign-in of this request was counted. */
    boolean isLimited() {
        return attempted;
    }

    @Override
    public String toString() {
        return "SignIn[" + limit + "]";
    }
}
