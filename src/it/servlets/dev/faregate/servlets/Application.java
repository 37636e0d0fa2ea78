package dev.faregate.servlets;

import dev.faregate.blackbox.Api;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;

/** The suite's API in a servlet container, with what goes wrong with filters: this one is there twice, once for every dispatch. */
public record Application(RequestGuard guard, Api api) implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        Endpoints endpoints = Endpoints.of(Api.ENDPOINTS);
        FilterRegistration.Dynamic early = context.addFilter("early", new CommittingFilter());
        early.setAsyncSupported(true);
        early.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");

        new GuardFilter(guard, endpoints).addTo(context, "/*");

        FilterRegistration.Dynamic again = context.addFilter("again", new GuardFilter(guard, endpoints));
        again.setAsyncSupported(true);
        again.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");

        ServletRegistration.Dynamic servlet = context.addServlet("api", new ApiServlet(api));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
    }
}
