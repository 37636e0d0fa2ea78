package dev.faregate.it.shop;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Permission;
import dev.faregate.integration.spring.Limited;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The README's lines for Spring Boot, and more of what it says can be done. */
@SpringBootApplication
class ShopApplication {

    @RestController
    static class Rows {

        @GetMapping("/rows/{id}")
        String read(@PathVariable("id") String id, Caller caller) {
            return caller.owner().id() + " reads " + id;
        }

        @Limited("2/m")
        @PostMapping("/reports")
        String report(Caller caller) {
            return caller.owner().id() + " reports";
        }

        @Limited("2/m")
        @PostMapping("/exports")
        String export(Caller caller) {
            return caller.owner().id() + " exports";
        }

        @GetMapping("/bases/{base}/rows")
        String rows(@PathVariable("base") String base) {
            return base;
        }

        @GetMapping("/open/mistake")
        String mistake(Caller caller) {
            return caller.owner().id();
        }
    }

    /** Refuses a path on its way, by the container's own means. */
    @Bean
    Filter teapot() {
        return (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals("/teapot")) {
                ((HttpServletResponse) response).sendError(418);
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    @Bean
    Endpoints endpoints() {
        return Endpoints.of(
                        Endpoint.of("GET /bases/{base}/rows").forResourceIn("base"),
                        Endpoint.of("POST /reports").requiring(Permission.READ))
                .others(OtherRoutes.DEFAULT_RULES);
    }
}
