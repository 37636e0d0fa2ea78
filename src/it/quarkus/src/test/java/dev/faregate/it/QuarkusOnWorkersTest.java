package dev.faregate.it;

import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.integration.vertx.RouteGuard;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GuardedBySuite.class)
class QuarkusOnWorkersTest extends BlackBoxSuite {

    QuarkusOnWorkersTest() {
        super(QuarkusApplication.by("Quarkus REST, on workers", (router, guard, endpoints) -> {
            RouteGuard before = RouteGuard.blocking(guard, endpoints).byPath().withoutPausing();
            router.route().order(-250).handler(before).failureHandler(before.refusals());
        }));
    }
}
