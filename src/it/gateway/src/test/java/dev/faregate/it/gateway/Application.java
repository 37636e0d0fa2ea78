package dev.faregate.it.gateway;

import java.util.Arrays;
import java.util.function.Consumer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A running application of Spring Boot, on a free port of the loopback address. */
record Application(ConfigurableApplicationContext context) implements AutoCloseable {

    static Application start(Class<?> type, Consumer<GenericApplicationContext> beans, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 3);
        all[properties.length] = "server.port=0";
        all[properties.length + 1] = "server.address=127.0.0.1";
        all[properties.length + 2] = "spring.main.banner-mode=off";
        return new Application(new SpringApplicationBuilder(type)
                .initializers(context -> {
                    beans.accept((GenericApplicationContext) context);
                    ((GenericApplicationContext) context)
                            .registerBean(ReactorResourceFactory.class, Application::ownResources);
                })
                .properties(all)
                .run());
    }

    /** Shared ones end with the first application of the process that is closed. */
    private static ReactorResourceFactory ownResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
