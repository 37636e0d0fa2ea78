package dev.faregate.integration.spring;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * An argument resolver for parameters of type {@link Caller} and {@link SignIn} of handler methods. The one is the caller that a guard
 * has admitted. The other limits failed attempts at an open endpoint, whose handler checks a password. A handler of an endpoint of the
 * other kind, or on a path that is not guarded, cannot have it: the request then fails with an {@link IllegalStateException}. Immutable.
 */
public final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

    /** Creates a resolver for the requests that any {@link GuardInterceptor} admits. */
    public CallerArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.getParameterType() == SignIn.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
        RequestChecks checks = request == null ? null : MvcView.checksOf(request);
        if (checks != null && parameter.getParameterType() == SignIn.class) {
            return checks.signIn();
        }
        if (checks == null || !(checks.passed() instanceof Verdict.Admitted admitted)) {
            throw new IllegalStateException(
                    "caller: none (expected: a guarded path, and no open endpoint) for " + parameter.getExecutable());
        }
        return admitted.caller();
    }
}
