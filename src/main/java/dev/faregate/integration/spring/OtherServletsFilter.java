package dev.faregate.integration.spring;

import dev.faregate.http.Verdict;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Guards what goes past every dispatcher servlet, and only that: other servlets, each by its whole pattern, as in
 * {@code GET /h2-console/**}. A dispatcher servlet answers {@code TRACE} without asking an interceptor; so this filter guards that as
 * well. What a handler forwards to, includes or dispatches to is guarded in the same way, but for error pages, and for pages below
 * {@code /WEB-INF/}, which no client can ask for. Of a multipart request to a dispatcher servlet it keeps the body from being read too early.
 */
final class OtherServletsFilter implements Filter {

    private final Supplier<GuardInterceptor> interceptor;
    private final Servlets servlets;

    OtherServletsFilter(Supplier<GuardInterceptor> interceptor, Servlets servlets) {
        this.interceptor = interceptor;
        this.servlets = servlets;
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        if (!(any instanceof HttpServletRequest request) || !(answer instanceof HttpServletResponse response)) {
            throw new ServletException("request: not of HTTP (expected: HTTP)");
        }
        HttpServletMapping mapping = MvcView.mappingOf(request);
        // No container has a servlet without a name, but a mock of one.
        boolean dispatched = mapping.getServletName().isEmpty() || servlets.isReached(mapping.getServletName());
        if (dispatched && UploadRequest.isUpload(request) && !UploadRequest.isWrapped(request)) {
            upload(new UploadRequest(request, () -> interceptor.get().guard()), response, chain);
        } else if ((dispatched && !request.getMethod().equals("TRACE"))
                || RoutedPath.isHidden(request)
                || passes(request, mapping, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean passes(HttpServletRequest request, HttpServletMapping mapping, HttpServletResponse response)
            throws IOException {
        GuardInterceptor asked = interceptor.get();
        MvcView view = new MvcView(request);
        String template = request.getServletContext().getContextPath() + Servlets.pattern(mapping.getPattern());
        if (!asked.paths().guard(template, () -> List.of(RoutedPath.ofContainer(view)))) {
            return true;
        }
        Verdict verdict = asked.guard().check(view, asked.endpoints().forRoute(view.method(), template), Map.of());
        // An include that is refused is left out of the page.
        if (verdict instanceof Verdict.Passed || request.getDispatcherType() != DispatcherType.INCLUDE) {
            verdict.writeTo(new AnswerView(response));
        }
        return verdict instanceof Verdict.Passed;
    }

    private static void upload(UploadRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof UploadRequest.Refused refused && !response.isCommitted()) {
                    response.reset();
                    refused.verdict().writeTo(new AnswerView(response));
                    return;
                }
            }
            throw thrown;
        }
    }
}
