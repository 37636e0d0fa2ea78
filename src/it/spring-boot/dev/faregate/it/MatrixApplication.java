package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.identity.Caller;
import dev.faregate.integration.spring.GuardInterceptor;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** The matrix's routes as handlers of Spring MVC. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({MatrixApplication.Routes.class, MatrixApplication.Nested.class, MatrixApplication.Forwarding.class})
class MatrixApplication {

    @Bean
    MappedInterceptor wideGuardFirst(MatrixApi api) {
        return new MappedInterceptor(
                new String[] {"/second/wide-first/*"}, new GuardInterceptor(api.wideGuard(), api.wideEndpoints()));
    }

    /** Interceptors of the registry come behind all that are beans. */
    @Bean
    WebMvcConfigurer wideGuardLast(MatrixApi api) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new GuardInterceptor(api.wideGuard(), api.wideEndpoints()))
                        .addPathPatterns("/second/strict-first/*");
            }
        };
    }

    @RestController
    static class Routes {

        private final MatrixApi api;

        Routes(MatrixApi api) {
            this.api = api;
        }

        @GetMapping("/literal")
        String literal(Caller caller) {
            return api.handle(MatrixRoute.LITERAL, null, () -> caller);
        }

        @PostMapping("/literal")
        String literalPost(Caller caller) {
            return api.handle(MatrixRoute.LITERAL_POST, null, () -> caller);
        }

        @GetMapping("/variable/{base}")
        String variable(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.VARIABLE, base, () -> caller);
        }

        @GetMapping("/constrained/{base:[a-z]+}")
        String constrained(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.CONSTRAINED, base, () -> caller);
        }

        @GetMapping("/wildcard/{base}/**")
        String wildcard(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.WILDCARD, base, () -> caller);
        }

        @RequestMapping("/any/{base}")
        String any(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.ANY_METHOD, base, () -> caller);
        }

        @RequestMapping("/verbs/{base}")
        String verbs(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.VERBS, base, () -> caller);
        }

        @GetMapping("/near/{base}/rows")
        String near(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NEAR, base, () -> caller);
        }

        @GetMapping("/near/{base}/{table}")
        String nearMiss(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NEAR_MISS, base, () -> caller);
        }

        @GetMapping("/encoded/{base}/rows")
        String encoded(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.ENCODED, base, () -> caller);
        }

        @GetMapping("/forwarded/{base}")
        String forwarded(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.FORWARDED, base, () -> caller);
        }

        @GetMapping("/socket/{base}")
        void socket(@PathVariable("base") String base, Caller caller, HttpServletRequest request)
                throws IOException, ServletException {
            api.handle(MatrixRoute.SOCKET, base, () -> caller);
            request.upgrade(Silent.class);
        }

        @GetMapping("/second/wide-first/{base}")
        String wideFirst(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.WIDE_GUARD_FIRST, base, () -> caller);
        }

        @GetMapping("/second/strict-first/{base}")
        String strictFirst(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.STRICT_GUARD_FIRST, base, () -> caller);
        }

        @GetMapping("/target/{base}")
        String target(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.FORWARD_TARGET, base, () -> caller);
        }

        @GetMapping("/async/{base}")
        Callable<String> async(@PathVariable("base") String base, Caller caller) {
            return () -> api.handle(MatrixRoute.ASYNC, base, () -> caller);
        }

        @GetMapping("/failing/{base}")
        String failing(@PathVariable("base") String base, Caller caller) {
            api.handle(MatrixRoute.ERROR, base, () -> caller);
            throw new ResponseStatusException(HttpStatus.CONFLICT);
        }

        @GetMapping("/open")
        String open() {
            return api.handleOpen(MatrixRoute.OPEN);
        }
    }

    @RestController
    @RequestMapping("/nested/{base}")
    static class Nested {

        private final MatrixApi api;

        Nested(MatrixApi api) {
            this.api = api;
        }

        @GetMapping("/rows")
        String rows(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NESTED, base, () -> caller);
        }
    }

    @Controller
    static class Forwarding {

        @GetMapping("/forward/{base}")
        String forward(@PathVariable("base") String base) {
            return "forward:/target/" + base;
        }
    }

    /** A connection that says nothing. */
    public static final class Silent implements HttpUpgradeHandler {

        @Override
        public void init(WebConnection connection) {}

        @Override
        public void destroy() {}
    }
}
