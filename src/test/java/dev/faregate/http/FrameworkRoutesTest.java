package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frameworks that have matched a route already: which endpoint is it? */
class FrameworkRoutesTest {

    private final Endpoint declared = Endpoint.of("GET /bases/{base}/rows/{id}").requiring(Permission.READ_WRITE);
    private final Endpoints endpoints = Endpoints.of(declared);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bases/{base}/rows/{id}",
                "bases/{base}/rows/{id}",
                "/bases/{b}/rows/{r}",
                "/bases/{base: [a-z]{1,9}}/rows/{id:[0-9]+}",
                "/bases/:base/rows/:id"
            })
    void declaredEndpointIsFoundHoweverItsRouteIsWritten(String template) {
        assertThat(endpoints.forRoute("GET", template)).isSameAs(declared);
        assertThat(endpoints.forRoute("HEAD", template)).isSameAs(declared);
    }

    @Test
    void anotherMethodOfADeclaredTemplateIsNeverAnEndpointByDefaultRules() {
        for (Endpoints table : List.of(
                endpoints,
                endpoints.others(OtherRoutes.DEFAULT_RULES),
                Endpoints.of(Endpoint.of("GET /rows").open()))) {
            String template = table.all().get(0).toString().substring("GET ".length());
            for (String method : List.of("POST", "OPTIONS", "TRACE", "BREW")) {
                Access access = table.forRoute(method, template).access();
                assertThat(access).isInstanceOf(Access.Undeclared.class);
                assertThat(((Access.Undeclared) access).allowedMethods()).containsExactly("GET", "HEAD");
            }
        }
    }

    @Test
    void routeThatIsNotDeclaredIsRefusedOnceARequirementIs() {
        List<Endpoint> requirements = List.of(
                Endpoint.of("GET /a").requiring(Permission.READ),
                Endpoint.of("GET /a").requiring(Scopes.of("rows")),
                Endpoint.of("GET /a").requiring(CredentialKind.API_TOKEN),
                Endpoint.of("GET /bases/{base}").forResourceIn("base"));
        for (Endpoint requirement : requirements) {
            Endpoints strict = Endpoints.of(requirement, Endpoint.of("GET /b"));
            assertThat(undeclared(strict.forRoute("GET", "/a/near")).problem().kind())
                    .isEqualTo(Problem.Kind.ROUTE_UNDECLARED);
            assertThat(undeclared(strict.forRoute("GET", null)).problem().kind())
                    .isEqualTo(Problem.Kind.ENDPOINT_UNKNOWN);
            assertThat(undeclared(strict.forRoute("GET", "/**")).problem().kind())
                    .isEqualTo(Problem.Kind.ROUTE_UNDECLARED);
            assertThat(strict.others(OtherRoutes.DEFAULT_RULES)
                            .forRoute("GET", "/a/near")
                            .access())
                    .isEqualTo(Access.Guarded.by(Permission.READ));
        }
    }

    @Test
    void limitsAndOpenEndpointsDeclareNoRequirement() {
        Endpoints lenient = Endpoints.of(
                Endpoint.of("GET /a").open(),
                Endpoint.of("POST /b").openToSignIn(),
                Endpoint.of("GET /c").limitedAs("shared"),
                Endpoint.of("GET /d"));
        assertThat(lenient.forRoute("GET", "/other").access()).isEqualTo(Access.Guarded.by(Permission.READ));
        assertThat(undeclared(lenient.others(OtherRoutes.REFUSED).forRoute("GET", "/other"))
                        .problem()
                        .kind())
                .isEqualTo(Problem.Kind.ROUTE_UNDECLARED);
    }

    @Test
    void anyMethodIsAnEndpointOfEachMethodWithTheRightsThatItNeeds() {
        Endpoints any =
                Endpoints.of(Endpoint.anyMethod("/admin").requiring(Scopes.of("admin")), Endpoint.of("DELETE /admin"));
        assertThat(any.forRoute("GET", "/admin")).hasToString("GET /admin");
        assertThat(any.forRoute("HEAD", "/admin")).isSameAs(any.forRoute("GET", "/admin"));
        assertThat(guarded(any.forRoute("GET", "/admin")).permission()).isEqualTo(Permission.READ);
        assertThat(guarded(any.forRoute("PATCH", "/admin")).permission()).isEqualTo(Permission.READ_WRITE);
        for (String method : List.of("GET", "PATCH", "OPTIONS", "TRACE", "BREW", "MAKE")) {
            assertThat(guarded(any.forRoute(method, "/admin")).scopes()).isEqualTo(Scopes.of("admin"));
        }
        assertThat(any.forRoute("BREW", "/admin").limitName())
                .isEqualTo(any.forRoute("MAKE", "/admin").limitName())
                .isEqualTo("OTHER /admin");
        assertThat(any.forRoute("DELETE", "/admin")).isSameAs(any.all().get(1));
        assertThat(any.forRoute("GET", "/admin").declaration())
                .isSameAs(any.all().get(0));
        Endpoints readOnly =
                Endpoints.of(Endpoint.anyMethodOfRoute("/files/{*path}").requiring(Permission.READ));
        assertThat(guarded(readOnly.forRoute("POST", "/files/{*path}")).permission())
                .isEqualTo(Permission.READ);
    }

    private static Access.Undeclared undeclared(Endpoint endpoint) {
        assertThat(endpoint.access()).isInstanceOf(Access.Undeclared.class);
        return (Access.Undeclared) endpoint.access();
    }

    private static Access.Guarded guarded(Endpoint endpoint) {
        assertThat(endpoint.access()).isInstanceOf(Access.Guarded.class);
        return (Access.Guarded) endpoint.access();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /rows/{id}, GET /rows/{id}, READ",
        "GET, '/rows/{id: [0-9]{3}}', GET /rows/{id}, READ",
        "POST, acme.Rows/Append, POST /acme.Rows/Append, READ_WRITE",
        "GET, /files/{*path}, GET /files/{*path}, READ",
        "DELETE, /rows/:id/cells, DELETE /rows/{id}/cells, READ_WRITE"
    })
    void anotherRouteIsAnEndpointByDefaultRules(String method, String template, String name, Permission permission) {
        Endpoints none = Endpoints.of();
        Endpoint endpoint = none.forRoute(method, template);
        assertThat(endpoint).hasToString(name);
        assertThat(endpoint.limitName()).isEqualTo(name);
        assertThat(endpoint.access()).isEqualTo(Access.Guarded.by(permission));
        assertThat(none.forRoute(method, template)).isSameAs(endpoint);
    }

    @Test
    void methodsThatAClientMakesUpShareOneBucket() {
        Set<String> buckets = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            buckets.add(Endpoints.of().forRoute("MADEUP" + i, "/rows").limitName());
        }
        assertThat(buckets).containsExactly("OTHER /rows");
        assertThat(Endpoints.of(Endpoint.of("PURGE /rows")).forRoute("PURGE", "/rows"))
                .hasToString("PURGE /rows");
    }

    @Test
    void whateverNoRouteIsForIsOneEndpointAMethod() {
        Endpoints none = Endpoints.of();
        assertThat(none.forRoute("GET", null)).hasToString("GET /**").isSameAs(none.forRoute("HEAD", null));
        assertThat(none.forRoute("POST", null)).hasToString("POST /**");
        Endpoint open = Endpoint.ofRoute("GET", "/**").open();
        assertThat(Endpoints.of(open).forRoute("GET", null)).isSameAs(open);
    }

    @Test
    void routeKnowsItsResourceVariable() {
        assertThat(Endpoint.ofRoute("GET", "/bases/{base:[a-z]+}/rows").forResourceIn("base"))
                .hasToString("GET /bases/{base}/rows");
    }
}
