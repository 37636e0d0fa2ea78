package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.jaxrs.GuardFeature;
import dev.faregate.integration.jaxrs.ServletAddress;
import jakarta.servlet.ServletContext;
import org.glassfish.jersey.server.ResourceConfig;

/** The README's lines for JAX-RS in a servlet container. */
public final class GuardedApplication extends ResourceConfig {

    public GuardedApplication(RequestGuard guard, Endpoints endpoints, ServletContext servletContext) {
        servletContext.addListener(ServletAddress.class);
        register(new GuardFeature(guard, endpoints, ServletAddress::of).mountedAt(servletContext.getContextPath()));
    }
}
