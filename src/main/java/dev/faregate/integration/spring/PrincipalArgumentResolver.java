package dev.faregate.integration.spring;

import dev.faregate.identity.Principal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands the {@link Principal} of an admitted request to the handler methods that have one among their parameters. A handler of an
 * open endpoint, or on a path that is not guarded, cannot have one: the request then fails with an {@link IllegalStateException}. Immutable.
 */
public final class PrincipalArgumentResolver implements HandlerMethodArgumentResolver {

    /** A resolver for the requests that any {@link GuardInterceptor} admits. */
    public PrincipalArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Principal.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
        Object principal = request == null ? null : request.getAttribute(Principal.class.getName());
        if (principal == null) {
            throw new IllegalStateException("principal: none (expected: a guarded path, and no open endpoint) for "
                    + parameter.getExecutable());
        }
        return principal;
    }
}
