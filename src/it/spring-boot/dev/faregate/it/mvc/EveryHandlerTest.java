package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Nothing answers without a credential, by whatever mapping or servlet it is found. */
public class EveryHandlerTest {

    /** Handlers of all mappings that need no starter of their own. */
    @Configuration(proxyBeanMethods = false)
    @Import(Handlers.class)
    @EnableAutoConfiguration
    static class Application {}

    /** The same under a configuration of Spring MVC that ignores every WebMvcConfigurer. */
    @Configuration(proxyBeanMethods = false)
    @Import(Handlers.class)
    @EnableAutoConfiguration
    static class OwnConfiguration extends WebMvcConfigurationSupport {

        @Override
        protected void addResourceHandlers(ResourceHandlerRegistry registry) {
            registry.addResourceHandler("/**").addResourceLocations("file:" + staticFiles + "/");
        }
    }

    private static Path staticFiles;

    @Configuration(proxyBeanMethods = false)
    static class Handlers {

        @RestController
        static class Annotated {

            @GetMapping("/annotated")
            String annotated() {
                return RunningApplication.ran("annotated");
            }

            @RequestMapping("/any-method")
            String anyMethod() {
                return RunningApplication.ran("any-method");
            }
        }

        @Bean
        RouterFunction<ServerResponse> functional() {
            return RouterFunctions.route()
                    .GET("/nest/functional", request -> ServerResponse.ok().body(RunningApplication.ran("functional")))
                    .build();
        }

        @Bean("/bean-name")
        HttpRequestHandler beanName() {
            return answering("bean-name");
        }

        @Bean
        HandlerMapping urls() {
            SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/urls/*", answering("urls")), 1);
            return mapping;
        }

        /** Tells no pattern. */
        @Bean
        HandlerMapping own() {
            AbstractHandlerMapping mapping = new AbstractHandlerMapping() {
                @Override
                protected Object getHandlerInternal(HttpServletRequest request) {
                    return request.getRequestURI().endsWith("/own") ? answering("own") : null;
                }
            };
            mapping.setOrder(2);
            return mapping;
        }

        @Bean
        ServletRegistrationBean<HttpServlet> otherServlet() {
            return new ServletRegistrationBean<>(
                    new HttpServlet() {
                        @Override
                        protected void service(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            response.getWriter().write(RunningApplication.ran("other"));
                        }
                    },
                    "/other/*");
        }

        /** Finds the interceptor in the application's context. */
        @Bean
        ServletRegistrationBean<DispatcherServlet> secondDispatcher(
                org.springframework.context.ApplicationContext parent) {
            AnnotationConfigWebApplicationContext child = new AnnotationConfigWebApplicationContext();
            child.setParent(parent);
            child.register(Second.class);
            return dispatcher("second", child);
        }

        /** Knows nothing of the interceptor. */
        @Bean
        ServletRegistrationBean<DispatcherServlet> strangeDispatcher() {
            AnnotationConfigWebApplicationContext alone = new AnnotationConfigWebApplicationContext();
            alone.register(Second.class);
            return dispatcher("strange", alone);
        }

        private static ServletRegistrationBean<DispatcherServlet> dispatcher(
                String name, AnnotationConfigWebApplicationContext context) {
            ServletRegistrationBean<DispatcherServlet> registration =
                    new ServletRegistrationBean<>(new DispatcherServlet(context), "/" + name + "/*");
            registration.setName(name);
            return registration;
        }

        private static HttpRequestHandler answering(String name) {
            return (request, response) -> response.getWriter().write(RunningApplication.ran(name));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @Import(Second.Handler.class)
    static class Second {

        @RestController
        static class Handler {

            @GetMapping("/handler")
            String handler() {
                return RunningApplication.ran("handler");
            }
        }
    }

    private static final List<String> HANDLERS = List.of(
            "/annotated", "/any-method", "/nest/functional", "/bean-name", "/urls/1", "/own", "/file.txt", "/error");
    private static final List<String> OTHERS = List.of("/other/x", "/second/handler", "/strange/handler");

    @TempDir
    static Path files;

    private static void requireGuarded(Class<?> application, String context, String servlet) throws Exception {
        staticFiles = files;
        Files.writeString(files.resolve("file.txt"), "static");
        try (RunningApplication running = RunningApplication.of(
                application,
                "server.servlet.context-path=" + context,
                "spring.mvc.servlet.path=" + (servlet.isEmpty() ? "/" : servlet),
                "spring.web.resources.static-locations=file:" + files + "/")) {
            String token = running.token();
            for (String path : HANDLERS) {
                requireGuarded(running, context + servlet + path, token);
            }
            for (String path : OTHERS) {
                requireGuarded(running, context + path, token);
            }
            for (String path : List.of("/nothing", "/second/nothing", "/strange/nothing")) {
                assertThat(running.status("GET", context + servlet + path, null))
                        .as(path)
                        .isEqualTo(401);
            }
        }
    }

    private static void requireGuarded(RunningApplication running, String path, String token) throws Exception {
        RunningApplication.ran();
        assertThat(running.status("GET", path, null))
                .as("%s without credential", path)
                .isEqualTo(401);
        assertThat(running.status("GET", path, "junk")).as("%s with junk", path).isEqualTo(401);
        assertThat(RunningApplication.ran()).as(path).isEmpty();
        assertThat(running.status("GET", path, token))
                .as("%s with a token", path)
                .isEqualTo(path.endsWith("/error") ? 500 : 200);
        assertThat(RunningApplication.ran()).as(path).hasSize(path.matches(".*/(error|file.txt)") ? 0 : 1);
    }

    @Test
    void noMappingAndNoServletAnswersWithoutCredential() throws Exception {
        requireGuarded(Application.class, "", "");
    }

    @Test
    void norBelowContextAndServletPath() throws Exception {
        requireGuarded(Application.class, "/app", "/v1");
    }

    @Test
    void norUnderWebMvcConfigurationSupport() throws Exception {
        requireGuarded(OwnConfiguration.class, "", "");
    }

    @Test
    void noMethodAnswersWithoutCredential() throws Exception {
        try (RunningApplication running = RunningApplication.of(Application.class)) {
            for (String method : List.of("HEAD", "OPTIONS", "DELETE", "PATCH", "FOO")) {
                for (String path : List.of("/annotated", "/any-method", "/other/x", "/nothing")) {
                    assertThat(running.status(method, path, null))
                            .as("%s %s", method, path)
                            .isEqualTo(401);
                }
            }
            // The container itself refuses it, if it is not allowed to.
            assertThat(running.raw("TRACE /annotated HTTP/1.1", "Host: localhost"))
                    .isIn(401, 405);
            assertThat(RunningApplication.ran()).isEmpty();
            assertThat(running.status("FOO", "/any-method", running.token())).isEqualTo(200);
            assertThat(running.status("DELETE", "/annotated", running.token())).isEqualTo(405);
        }
    }
}
