package dev.faregate.integration.spring;

import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.SessionStore;
import dev.faregate.http.Cors;
import dev.faregate.http.Endpoints;
import dev.faregate.http.ErrorFormat;
import dev.faregate.http.GuardListener;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestGuardBuilder;
import dev.faregate.http.TrustedProxies;
import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.RateLimitListener;
import dev.faregate.ratelimit.RateLimiter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Puts an installation together for Spring Boot, of {@link FaregateProperties} and of the beans that the application has of the
 * types {@link ApiTokenStore}, {@link SessionStore}, {@link BucketStore}, {@link SigningKeys}, {@link InstantSource},
 * {@link RateLimitListener}, {@link GuardListener}, {@link ErrorFormat}, {@link Cors} and {@link Endpoints}. With Spring MVC, every handler is
 * guarded from then on. A bean of type {@link Faregate}, {@link RateLimiter}, {@link RequestGuard} or {@link GuardInterceptor} takes
 * the place of the one made here.
 */
@AutoConfiguration
@EnableConfigurationProperties(FaregateProperties.class)
public final class FaregateAutoConfiguration {

    private static final Logger LOGGER = LoggerFactory.getLogger(FaregateAutoConfiguration.class);

    /** The configuration, as Spring Boot makes it. */
    public FaregateAutoConfiguration() {}

    /** An installation, if the application has none of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Faregate.class)
    static class Installation {

        @Bean
        @ConditionalOnMissingBean
        RateLimiter faregateRateLimiter(
                FaregateProperties properties,
                ObjectProvider<BucketStore> store,
                ObjectProvider<RateLimitListener> listener) {
            RateLimiter.Builder limiter = RateLimiter.builder().rules(properties.limitRules());
            store.ifAvailable(limiter::store);
            listener.ifAvailable(limiter::listener);
            return limiter.build();
        }

        @Bean
        Faregate faregate(
                FaregateProperties properties,
                RateLimiter limiter,
                ObjectProvider<SigningKeys> keys,
                ObjectProvider<ApiTokenStore> apiTokens,
                ObjectProvider<SessionStore> sessions,
                ObjectProvider<InstantSource> clock) {
            FaregateBuilder faregate = Faregate.builder()
                    .rateLimiter(limiter)
                    .issuer(properties.issuer())
                    .baseTokenLife(properties.baseTokenLife());
            if (properties.sessionLife() != null) {
                faregate.sessionLife(properties.sessionLife());
            }
            if (properties.tokenPrefix() != null) {
                faregate.tokenFormat(TokenFormat.prefixed(properties.tokenPrefix()));
            }
            SigningKeys configured = keys.getIfAvailable(properties::signingKeys);
            if (configured != null) {
                faregate.signingKeys(configured);
            }
            apiTokens.ifAvailable(faregate::apiTokenStore);
            sessions.ifAvailable(faregate::sessionStore);
            clock.ifAvailable(faregate::clock);
            return faregate.build();
        }
    }

    /** A guard, if the application has none of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(RequestGuard.class)
    static class Guarding {

        @Bean
        RequestGuard faregateRequestGuard(
                FaregateProperties properties,
                Faregate faregate,
                ObjectProvider<InstantSource> clock,
                ObjectProvider<GuardListener> listener,
                ObjectProvider<ErrorFormat> errors,
                ObjectProvider<Cors> cors) {
            RequestGuardBuilder guard = faregate.guard(properties.accept().toArray(CredentialKind[]::new))
                    .realm(properties.realm())
                    .rateLimitHeaders(properties.dialect().headers(clock.getIfAvailable(InstantSource::system)));
            listener.ifAvailable(guard::listener);
            errors.ifAvailable(guard::errorFormat);
            cors.ifAvailable(guard::cors);
            if (!properties.trustedProxies().isEmpty()) {
                guard.trustedProxies(
                        TrustedProxies.xForwardedFor(properties.trustedProxies().toArray(String[]::new)));
            }
            return guard.build();
        }
    }

    /** The way of requests through the guard to the handlers of Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Mvc {

        @Bean
        @ConditionalOnMissingBean
        GuardInterceptor faregateInterceptor(RequestGuard guard, ObjectProvider<Endpoints> endpoints) {
            return new GuardInterceptor(guard, endpoints.getIfAvailable(Endpoints::of));
        }

        @Bean
        PreflightMapping faregatePreflights(RequestGuard guard) {
            return new PreflightMapping(guard);
        }

        @Bean
        WebMvcConfigurer faregateMvc(FaregateProperties properties, GuardInterceptor interceptor) {
            return new WebMvcConfigurer() {
                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(interceptor)
                            .addPathPatterns(properties.guardedPaths())
                            .excludePathPatterns(properties.openPaths())
                            .excludePathPatterns(exchangePaths(properties));
                }

                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new CallerArgumentResolver());
                }
            };
        }

        private static List<String> exchangePaths(FaregateProperties properties) {
            return properties.exchangePath() == null ? List.of() : List.of(properties.exchangePath());
        }

        @Bean
        @ConditionalOnProperty("faregate.exchange-path")
        RouterFunction<ServerResponse> faregateExchange(
                FaregateProperties properties, Faregate faregate, RequestGuard guard) {
            return RouterFunctions.route()
                    .POST(
                            Objects.requireNonNull(properties.exchangePath()),
                            new ExchangeHandler(guard, faregate.tokenEndpoints()))
                    .build();
        }

        @Bean
        SmartInitializingSingleton faregateLimitedHandlers(
                FaregateProperties properties,
                Faregate faregate,
                ObjectProvider<Endpoints> endpoints,
                ObjectProvider<RequestMappingHandlerMapping> mappings) {
            return () -> {
                RateLimiter limiter = faregate.rateLimiter();
                LimitedHandlers limited = new LimitedHandlers(endpoints.getIfAvailable(Endpoints::of), limiter.rules());
                mappings.forEach(mapping -> limited.read(mapping.getHandlerMethods()));
                limiter.reconfigure(properties.over(limited.rules()));
                List<String> unused = limiter.rules().patternsWithout(limited.names());
                if (!unused.isEmpty()) {
                    LOGGER.warn("limits for {} apply to no handler method; are they misspelled?", unused);
                }
            };
        }
    }
}
