package dev.faregate.integration.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Sets up beans of Spring MVC, by whatever configuration they are made: one that extends {@code WebMvcConfigurationSupport}, too. */
final class MvcBeans implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof RequestMappingHandlerAdapter adapter) {
            List<HandlerMethodArgumentResolver> others = adapter.getCustomArgumentResolvers();
            List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(others == null ? List.of() : others);
            resolvers.removeIf(CallerArgumentResolver.class::isInstance);
            // First: Spring Data has one for any interface.
            resolvers.add(0, new CallerArgumentResolver());
            adapter.setCustomArgumentResolvers(resolvers);
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof StandardServletMultipartResolver resolver) {
            if (bean.getClass() == StandardServletMultipartResolver.class) {
                return new LazyUploads(resolver);
            }
            resolver.setResolveLazily(true);
        }
        return bean;
    }
}
