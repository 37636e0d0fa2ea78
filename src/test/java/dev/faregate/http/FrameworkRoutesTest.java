package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.Permission;
import java.util.HashSet;
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
        assertThat(endpoints.ofRoute("GET", template)).isSameAs(declared);
        assertThat(endpoints.ofRoute("HEAD", template)).isSameAs(declared);
        assertThat(endpoints.ofRoute("POST", template)).isNotSameAs(declared);
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
        Endpoint endpoint = endpoints.ofRoute(method, template);
        assertThat(endpoint).hasToString(name);
        assertThat(endpoint.limitName()).isEqualTo(name);
        assertThat(endpoint.access()).isEqualTo(Access.Guarded.by(permission));
        assertThat(endpoints.ofRoute(method, template)).isSameAs(endpoint);
    }

    @Test
    void methodsThatAClientMakesUpShareOneBucket() {
        Set<String> buckets = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            buckets.add(endpoints.ofRoute("MADEUP" + i, "/rows").limitName());
        }
        assertThat(buckets).containsExactly("OTHER /rows");
        assertThat(Endpoints.of(Endpoint.of("PURGE /rows")).ofRoute("PURGE", "/rows"))
                .hasToString("PURGE /rows");
    }

    @Test
    void whateverNoRouteIsForIsOneEndpointAMethod() {
        assertThat(endpoints.ofRoute("GET", null)).hasToString("GET /**").isSameAs(endpoints.ofRoute("HEAD", null));
        assertThat(endpoints.ofRoute("POST", null)).hasToString("POST /**");
        Endpoint open = Endpoint.ofRoute("GET", "/**").open();
        assertThat(Endpoints.of(open).ofRoute("GET", null)).isSameAs(open);
    }

    @Test
    void routeKnowsItsResourceVariable() {
        assertThat(Endpoint.ofRoute("GET", "/bases/{base:[a-z]+}/rows").forResourceIn("base"))
                .hasToString("GET /bases/{base}/rows");
    }
}
