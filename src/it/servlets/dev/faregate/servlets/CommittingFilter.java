package dev.faregate.servlets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Stands before the guard and begins answers that ask for it, so that the guard comes too late to say anything. */
final class CommittingFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader("X-Commit-First") != null) {
            response.getWriter().write("begun. ");
            response.flushBuffer();
        }
        chain.doFilter(request, response);
    }
}
