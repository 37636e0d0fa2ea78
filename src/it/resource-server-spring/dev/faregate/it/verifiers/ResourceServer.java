package dev.faregate.it.verifiers;

import java.security.Principal;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A resource server as Spring Boot makes it of its properties, without a line about tokens. */
@SpringBootApplication
@RestController
public class ResourceServer {

    @GetMapping("/me")
    String me(Principal principal) {
        return principal.getName();
    }
}
