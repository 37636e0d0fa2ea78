package dev.faregate.integration.spring;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * The auto-configuration of Spring Boot that guards an application with Spring MVC, see {@link FaregateAutoConfiguration}. It uses a
 * bean of type {@link Endpoints}, if there is one. Guarded are:
 *
 * <ul>
 *   <li>the handlers of every handler mapping: of Spring MVC itself, Spring Data REST, Actuator (on a port of its own, too), web sockets
 *       and GraphQL among them;
 *   <li>requests without a handler;
 *   <li>other servlets, each under its whole pattern: {@code GET /h2-console/**}; also those that a handler dispatches to by name.
 * </ul>
 *
 * <p>The start fails if a handler mapping cannot be guarded, and if a declared endpoint or a pattern of {@link FaregateProperties} has no
 * handler. The body of a multipart request is not read before the request is admitted. A bean of type {@link GuardInterceptor} takes
 * the place of the one made here.
 */
@AutoConfiguration(after = FaregateAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(prefix = "faregate", name = "enabled", havingValue = "true", matchIfMissing = true)
public final class FaregateMvcAutoConfiguration {

    /** Creates the configuration, as Spring Boot does. */
    public FaregateMvcAutoConfiguration() {}

    /** The way of requests through the guard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(prefix = "faregate", name = "guard", havingValue = "mvc", matchIfMissing = true)
    static class Guarding {

        @Bean
        @ConditionalOnMissingBean
        GuardInterceptor faregateInterceptor(
                FaregateProperties properties, RequestGuard guard, ObjectProvider<Endpoints> endpoints) {
            return new GuardInterceptor(guard, endpoints.getIfAvailable(Endpoints::of))
                    .within(properties.guardedPaths(), properties.openPaths());
        }

        @Bean
        MappedInterceptor faregateMappedInterceptor(GuardInterceptor interceptor) {
            return new MappedInterceptor(null, interceptor);
        }

        @Bean
        PreflightMapping faregatePreflights(RequestGuard guard) {
            return new PreflightMapping(guard);
        }

        @Bean
        FilterRegistrationBean<OtherServletsFilter> faregateFilter(
                WebApplicationContext context,
                ObjectProvider<GuardInterceptor> interceptor,
                ObjectProvider<ServletRegistrationBean<?>> servlets) {
            FilterRegistrationBean<OtherServletsFilter> filter = new FilterRegistrationBean<>(
                    new OtherServletsFilter(interceptor::getObject, new Servlets(context, servlets)));
            // Before whatever asks for parameters.
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
            filter.setDispatcherTypes(EnumSet.complementOf(EnumSet.of(DispatcherType.ERROR)));
            return filter;
        }

        @Bean
        ServletContextInitializer faregateNamedServlets(
                ObjectProvider<GuardInterceptor> interceptor, ObjectProvider<ServletRegistrationBean<?>> servlets) {
            return new NamedServlets(interceptor::getObject, servlets);
        }

        @Bean
        static MvcBeans faregateMvcBeans() {
            return new MvcBeans();
        }

        /** Handlers of exceptions, too. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        WebMvcConfigurer faregateMvc() {
            return new WebMvcConfigurer() {
                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new CallerArgumentResolver());
                }
            };
        }

        @Bean
        StartChecks faregateStartChecks(
                WebApplicationContext context,
                FaregateProperties properties,
                GuardInterceptor interceptor,
                Faregate faregate) {
            return new StartChecks(context, properties, interceptor, faregate.rateLimiter());
        }
    }

    /** Where API tokens are exchanged. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("faregate.exchange-path")
    static class Exchange {

        @Bean
        RouterFunction<ServerResponse> faregateExchange(
                FaregateProperties properties, Faregate faregate, RequestGuard guard) {
            return RouterFunctions.route()
                    .POST(
                            Objects.requireNonNull(properties.exchangePath()),
                            new ExchangeHandler(guard, faregate.tokenEndpoints()))
                    .build();
        }
    }
}
