package dev.faregate.it.webflux.shop;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.reactive.WebFluxTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A test with the handlers alone has the guard before them. */
@WebFluxTest
@ContextConfiguration(classes = ShopApplication.class)
class SliceTest {

    @Autowired
    private WebTestClient client;

    @Autowired
    private Faregate faregate;

    @Test
    void sliceIsGuarded() {
        client.get().uri("/rows/7").exchange().expectStatus().isUnauthorized();
        String token = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        client.get()
                .uri("/rows/7")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody(String.class)
                .isEqualTo("ada reads 7");
    }
}
