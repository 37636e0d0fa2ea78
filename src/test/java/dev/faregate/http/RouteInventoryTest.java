package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Scopes;
import org.junit.jupiter.api.Test;

/** What is declared beside what the application has: a requirement without a route is lost, and so a mistake. */
class RouteInventoryTest {

    private static final Scopes ADMIN = Scopes.of("admin");

    private final Endpoints endpoints = Endpoints.of(
            Endpoint.of("DELETE /users/{id}").requiring(ADMIN),
            Endpoint.of("GET /page").open(),
            Endpoint.anyMethod("/admin").requiring(ADMIN));
    private final RouteInventory inventory = RouteInventory.of("Example", endpoints);

    @Test
    void declaredEndpointWithoutARouteIsNamed() {
        inventory.route("DELETE", "/api/users/{id}").route("GET", "/page").route(null, "/admin");
        assertThatThrownBy(inventory::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[DELETE /users/{id}] without a route")
                .hasMessageContaining("DELETE /api/users/{id}")
                .hasMessageContaining("Endpoint.optional()")
                .hasMessageContaining("Example");
    }

    @Test
    void nearMissesAreNoRoutes() {
        for (String near : new String[] {
            "/users/{id}/", "/users/{id}.{ext}", "/users/*", "/users", "/users/{id}/rows", "/Users/{id}"
        }) {
            RouteInventory other = RouteInventory.of("Example", endpoints).route("DELETE", near);
            assertThat(other.withoutRoute()).as(near).contains(endpoints.all().get(0));
        }
    }

    @Test
    void methodCountsUnlessTheRouteTakesAny() {
        inventory.route("GET", "/users/{id}");
        assertThat(inventory.withoutRoute()).contains(endpoints.all().get(0));
        inventory.route(null, "/users/{number}");
        assertThat(inventory.withoutRoute()).doesNotContain(endpoints.all().get(0));
    }

    @Test
    void endpointOfAnyMethodNeedsARouteOfSomeMethod() {
        inventory.route("PATCH", "/admin");
        assertThat(inventory.withoutRoute())
                .containsExactly(endpoints.all().get(0), endpoints.all().get(1));
    }

    @Test
    void variableThatNamesTheResourceMustBeTheRoutes() {
        Endpoints bases = Endpoints.of(Endpoint.of("GET /bases/{base}").forResourceIn("base"));
        RouteInventory.of("Example", bases).route("GET", "/bases/{base:[a-z]+}").check();
        assertThatThrownBy(() -> RouteInventory.of("Example", bases).route("GET", "/bases/{id}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "route: GET /bases/{id} of Example (expected: the variable base, which names the resource of "
                                + "GET /bases/{base})");
    }

    @Test
    void endpointsThatAreFoundByPathAreAllTheRoutesThereAre() {
        assertThat(RouteInventory.byPath(endpoints))
                .hasToString("RouteInventory[Endpoints found by path, guarded=[* /admin, DELETE /users/{id}], "
                        + "open=[GET /page], refused=[], unguarded=[]]");
    }

    @Test
    void optionalEndpointNeedsNone() {
        Endpoints shared =
                Endpoints.of(Endpoint.of("GET /elsewhere").requiring(ADMIN).optional(), Endpoint.of("GET /rows"));
        assertThatCode(RouteInventory.of("Example", shared).route("GET", "/rows")::check)
                .doesNotThrowAnyException();
        assertThatThrownBy(RouteInventory.of("Example", shared)::check).hasMessageContaining("[GET /rows]");
    }

    @Test
    void everyRouteIsListedByWhatBecomesOfItsRequests() {
        inventory
                .route("DELETE", "/users/{id}")
                .route("GET", "/page")
                .route("POST", "/page")
                .route(null, "/admin")
                .route("GET", "/forgotten")
                .unguarded("servlet console");
        assertThat(inventory)
                .hasToString("RouteInventory[Example, guarded=[* /admin, DELETE /users/{id}], open=[GET /page], "
                        + "refused=[GET /forgotten, POST /page], unguarded=[servlet console]]");
        inventory.check();
    }
}
