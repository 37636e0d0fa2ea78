package dev.faregate.it;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** The README's lines for servlets, where an application would have them. */
public record GuardedServlets(Faregate faregate) implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .build();
        Endpoints endpoints = Endpoints.of(Endpoint.of("GET /api/rows"), Endpoint.of("POST /api/rows"));
        new GuardFilter(guard, endpoints).addTo(context, "/api/*");
        context.addServlet("rows", new Rows()).addMapping("/api/rows");
    }

    private static final class Rows extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String owner = GuardFilter.admitted(request).caller().owner().id();
            response.getWriter().println("Hello " + owner);
        }
    }
}
