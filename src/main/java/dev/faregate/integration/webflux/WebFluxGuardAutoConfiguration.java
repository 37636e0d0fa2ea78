package dev.faregate.integration.webflux;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.spring.FaregateAutoConfiguration;
import dev.faregate.integration.spring.FaregateProperties;
import dev.faregate.integration.spring.routes.GuardedPaths;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The auto-configuration of Spring Boot that guards an application with Spring WebFlux, see {@link FaregateAutoConfiguration}. It uses a
 * bean of type {@link Endpoints}, if there is one. {@link WebFluxGuard} says what is guarded. Actuator is, on a port of its own, too.
 *
 * <p>The start fails if requests could get past the guard, and if a declared endpoint or a pattern of {@link FaregateProperties} has no
 * handler. A bean of type {@link WebFluxGuard} takes the place of the one made here.
 */
@AutoConfiguration(after = FaregateAutoConfiguration.class)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(prefix = "faregate", name = "enabled", havingValue = "true", matchIfMissing = true)
public final class WebFluxGuardAutoConfiguration {

    private static final Endpoints NONE_DECLARED = Endpoints.of();

    /** Creates the configuration, as Spring Boot does. */
    public WebFluxGuardAutoConfiguration() {}

    /** The way of requests through the guard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(prefix = "faregate", name = "guard", havingValue = "webflux", matchIfMissing = true)
    static class Guarding {

        /** Static, as a post-processor must be: the beans that it needs are made later. */
        @Bean
        @ConditionalOnMissingBean
        static WebFluxGuard faregateWebFluxGuard(
                Environment environment,
                ObjectProvider<FaregateProperties> properties,
                ObjectProvider<RequestGuard> guard,
                ObjectProvider<Endpoints> endpoints) {
            String basePath = environment.getProperty("spring.webflux.base-path", "");
            return guard(basePath, properties, guard, endpoints);
        }

        @Bean
        StartCheck faregateWebFluxStart(ApplicationContext context, Faregate faregate, FaregateProperties properties) {
            return new StartCheck(context, faregate.rateLimiter(), properties);
        }
    }

    static WebFluxGuard guard(
            String basePath,
            ObjectProvider<FaregateProperties> properties,
            ObjectProvider<RequestGuard> guard,
            ObjectProvider<Endpoints> endpoints) {
        return new WebFluxGuard(() -> new RouteCheck(
                guard.getObject(),
                endpoints.getIfAvailable(() -> NONE_DECLARED),
                new GuardedPaths(
                        properties.getObject().guardedPaths(),
                        properties.getObject().openPaths()),
                new RouteNames(basePath),
                properties.getObject().gateway().forwardCredential()));
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
