package dev.faregate.integration.spring;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;

/**
 * Guards requests without a handler on a port of its own for Actuator. The dispatcher servlet there asks only the exception resolvers of
 * its own context. Spring Boot finds the configuration by {@code META-INF/spring}, for the application's context, too, where it does
 * nothing.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ManagementGuardConfiguration.BelowAGuardedApplication.class)
class ManagementGuardConfiguration {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static HandlerExceptionResolver faregateManagementResolver(GuardInterceptor interceptor) {
        // Not the interceptor itself: this context would have two of them.
        return (request, response, handler, thrown) -> interceptor.resolveException(request, response, handler, thrown);
    }

    /** Spring Boot adds it only where there is no other resolver. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    static DefaultHandlerExceptionResolver faregateManagementDefaults() {
        return new DefaultHandlerExceptionResolver();
    }

    /** Whether the context's parent has an interceptor. */
    static final class BelowAGuardedApplication implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            BeanFactory parent = context.getBeanFactory() == null
                    ? null
                    : context.getBeanFactory().getParentBeanFactory();
            return parent instanceof ListableBeanFactory application
                    && ClassUtils.isPresent(
                            "org.springframework.web.servlet.DispatcherServlet", context.getClassLoader())
                    && application.getBeanNamesForType(GuardInterceptor.class, true, false).length > 0;
        }
    }
}
