package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.jaxrs.GuardFeature;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** The README's lines for JAX-RS in a servlet container, whose request knows the address that JAX-RS cannot tell. */
public final class Guarding implements Feature {

    private final RequestGuard guard;
    private final Endpoints endpoints;

    @Context
    HttpServletRequest connection;

    public Guarding(RequestGuard guard, Endpoints endpoints) {
        this.guard = guard;
        this.endpoints = endpoints;
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(new GuardFeature(guard, endpoints, request -> connection.getRemoteAddr()));
        return true;
    }
}
