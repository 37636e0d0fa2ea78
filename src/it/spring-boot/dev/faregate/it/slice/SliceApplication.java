package dev.faregate.it.slice;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Scopes;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has two controllers, of which a slice has one. */
@SpringBootApplication
public class SliceApplication {

    @RestController
    static class Rows {

        @GetMapping("/rows")
        String rows(Caller caller) {
            return "rows of " + caller.owner().id();
        }
    }

    @RestController
    static class Admin {

        @GetMapping("/admin")
        String admin() {
            return "admin";
        }
    }

    @Bean
    Endpoints endpoints() {
        return Endpoints.of(Endpoint.of("GET /admin").requiring(Scopes.of("admin")))
                .others(OtherRoutes.DEFAULT_RULES);
    }
}
