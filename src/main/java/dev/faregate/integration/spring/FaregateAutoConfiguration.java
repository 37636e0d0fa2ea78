package dev.faregate.integration.spring;

import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.SessionStore;
import dev.faregate.http.Cors;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The auto-configuration of Spring Boot that makes an installation of Faregate and a guard. It uses {@link FaregateProperties}, and beans
 * of the application of the types {@link ApiTokenStore}, {@link SessionStore}, {@link BucketStore}, {@link SigningKeys},
 * {@link InstantSource}, {@link RateLimitListener}, {@link GuardListener}, {@link ErrorFormat} and {@link Cors}. A bean of type
 * {@link Faregate}, {@link RateLimiter} or {@link RequestGuard} takes the place of the one made here.
 *
 * <p>{@link FaregateMvcAutoConfiguration} puts the guard before the handlers of Spring MVC. An application does not start if it has a
 * server that Faregate cannot guard, or Spring Security beside Faregate, and {@code faregate.guard} is not set.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "faregate", name = "enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(FaregateProperties.class)
public final class FaregateAutoConfiguration {

    /** Creates the configuration, as Spring Boot does. */
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
            listener.orderedStream().forEach(limiter::listener);
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
                ObjectProvider<Cors> cors,
                ObjectProvider<RequestGuardCustomizer> customizers) {
            RequestGuardBuilder guard = faregate.guard(properties.accept().toArray(CredentialKind[]::new))
                    .realm(properties.realm())
                    .rateLimitHeaders(properties.dialect().headers(clock.getIfAvailable(InstantSource::system)));
            listener.orderedStream().forEach(guard::listener);
            errors.ifAvailable(guard::errorFormat);
            cors.ifAvailable(guard::cors);
            if (!properties.trustedProxies().isEmpty()) {
                guard.trustedProxies(
                        TrustedProxies.xForwardedFor(properties.trustedProxies().toArray(String[]::new)));
            }
            if (properties.limitedBy() == FaregateProperties.LimitedBy.OWNER) {
                guard.limitedByOwner();
            }
            customizers.orderedStream().forEach(customizer -> customizer.customize(guard));
            return guard.build();
        }
    }

    /** Stops the start of an application for the web whose requests Faregate would not guard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletChoice {

        @Bean
        static GuardChoice faregateGuardChoice(Environment environment) {
            return new GuardChoice(environment, GuardChoice.Kind.SERVLET);
        }
    }

    /** Stops the start of a reactive application that has a server which Faregate would not guard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class ReactiveChoice {

        @Bean
        static GuardChoice faregateGuardChoice(Environment environment) {
            return new GuardChoice(environment, GuardChoice.Kind.REACTIVE);
        }
    }

    /** Stops the start of another application that has a server which Faregate would not guard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotWebApplication
    static class OtherChoice {

        @Bean
        static GuardChoice faregateGuardChoice(Environment environment) {
            return new GuardChoice(environment, GuardChoice.Kind.OTHER);
        }
    }
}
