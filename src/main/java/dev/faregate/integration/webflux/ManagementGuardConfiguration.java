package dev.faregate.integration.webflux;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.spring.FaregateProperties;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Guards Actuator on a port of its own, whose context has a dispatcher of its own. Spring Boot finds it by {@code META-INF/spring}, for the
 * application's context, too, where it does nothing.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ManagementGuardConfiguration.BelowAGuardedApplication.class)
class ManagementGuardConfiguration {

    @Bean
    static WebFluxGuard faregateManagementGuard(
            Environment environment,
            ObjectProvider<FaregateProperties> properties,
            ObjectProvider<RequestGuard> guard,
            ObjectProvider<Endpoints> endpoints) {
        String basePath = environment.getProperty("management.server.base-path", "");
        return WebFluxGuardAutoConfiguration.guard(basePath, properties, guard, endpoints);
    }

    /** Whether the context's parent has a guard. */
    static final class BelowAGuardedApplication implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getBeanFactory() != null
                    && ClassUtils.isPresent(
                            "org.springframework.web.reactive.DispatcherHandler", context.getClassLoader())
                    && context.getBeanFactory().getParentBeanFactory() instanceof ListableBeanFactory parent
                    && parent.getBeanNamesForType(WebFluxGuard.class, true, false).length > 0;
        }
    }
}
