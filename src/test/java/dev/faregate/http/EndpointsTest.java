package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final Endpoints ENDPOINTS = Endpoints.of(List.of(
            Endpoint.of("GET /"),
            Endpoint.of("GET /rows/{id}"),
            Endpoint.of("GET /rows/count"),
            Endpoint.of("DELETE /rows/{id}"),
            Endpoint.of("GET /bases/{base}/rows/{id}/")));

    private static Optional<String> matched(String method, String path) {
        return ENDPOINTS.match(method, path).map(match -> match.endpoint().toString());
    }

    @Test
    void findsTheTemplateOfAPathAndWhatStandsInItsVariables() {
        Endpoints.Match match = ENDPOINTS.match("GET", "/bases/a%20b+c/rows/7/").orElseThrow();
        assertThat(match.endpoint()).hasToString("GET /bases/{base}/rows/{id}/");
        assertThat(match.pathVariables()).isEqualTo(Map.of("base", "a b+c", "id", "7"));
    }

    @Test
    void literalIsPreferredToAVariable() {
        assertThat(matched("GET", "/rows/count")).contains("GET /rows/count");
        assertThat(matched("GET", "/rows/7")).contains("GET /rows/{id}");
        assertThat(matched("DELETE", "/rows/count")).contains("DELETE /rows/{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rows/%63ount", "/rows/coun%74", "/rows/%63%6f%75%6E%74"})
    void literalInAnotherSpellingIsNoValueOfAVariable(String path) {
        assertThat(matched("GET", path)).isEmpty();
        assertThat(matched("HEAD", path)).isEmpty();
        assertThat(matched("DELETE", path)).contains("DELETE /rows/{id}");
    }

    @Test
    void headIsAnsweredAsGet() {
        assertThat(matched("HEAD", "/rows/7")).contains("GET /rows/{id}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rows/7",
                "//rows/7",
                "/rows//7",
                "/rows/7/",
                "/Rows/7",
                "/rows/7;x=1",
                "/rows/%2e%2e",
                "/rows/..",
                "/rows/.",
                "/rows/",
                "/rows/a%2Fb",
                "/rows/%00",
                "/rows/%0d%0a",
                "/rows/%zz",
                "/r%6fws/7",
                "*",
                "/rows/a%5cb",
                "/rows/a%3bb",
                "/rows/\u0085%2f..%2fadmin",
                "/rows/%\uff12\uff26",
                "/rows/\u00e9",
                "/rows/%C2%85",
                "/rows/%E2%80%A8",
                "/rows/%FF",
                "/rows/a b"
            })
    void otherSpellingsAreOtherPaths(String path) {
        assertThat(matched("GET", path)).isEmpty();
    }

    @Test
    void readingNeedsReadAndAllElseReadWriteUnlessSaidOtherwise() {
        assertThat(Endpoint.of("GET /rows").access()).isEqualTo(Access.Guarded.by(Permission.READ));
        assertThat(Endpoint.of("POST /rows").access()).isEqualTo(Access.Guarded.by(Permission.READ_WRITE));
        assertThat(Endpoint.of("POST /search").requiring(Permission.READ).access())
                .isEqualTo(Access.Guarded.by(Permission.READ).requiring(Permission.READ));
    }

    @Test
    void pathThatARouterMayGiveToEitherOfTwoTemplatesIsNoEndpoint() {
        List<Endpoint> crossed = List.of(
                Endpoint.of("GET /{tenant}/rows"),
                Endpoint.of("GET /admin/{what}").requiring(Scopes.of("a")));
        List<Endpoint> uneven = List.of(Endpoint.of("GET /{x}/b/c"), Endpoint.of("GET /admin/{y}/{z}"));
        for (List<Endpoint> declared : List.of(crossed, uneven)) {
            for (Endpoints table : List.of(
                    Endpoints.of(declared.get(0), declared.get(1)), Endpoints.of(declared.get(1), declared.get(0)))) {
                for (String path : List.of(
                        "/admin/rows",
                        "/%61dmin/rows",
                        "/admin/row%73",
                        "/admin/b/c",
                        "/admin/b/%63",
                        "/adm%69n/b/c")) {
                    assertThat(table.match("GET", path)).as(path).isEmpty();
                }
            }
        }
        Endpoints table = Endpoints.of(crossed);
        assertThat(table.match("GET", "/acme/rows").orElseThrow().endpoint()).isSameAs(crossed.get(0));
        assertThat(table.match("GET", "/admin/users").orElseThrow().endpoint()).isSameAs(crossed.get(1));
    }

    @Test
    void methodsOfAPathOfManyEndpointsAreFoundAtOnce() {
        List<Endpoint> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(Endpoint.of("GET /api/v1/rows" + i + "/{id}"));
        }
        assertThat(Endpoints.of(many).methodsOf("/api/v1/nothing/1")).isEmpty();
        assertThat(Endpoints.of(many).methodsOf("/api/v1/rows7/1")).containsExactly("GET", "HEAD");
    }

    @Test
    void scopesThatWereRequiredBeforeAreRequiredStill() {
        assertThat(Endpoint.of("GET /rows")
                        .requiring(Scopes.of("a"))
                        .requiring(Scopes.of("b"))
                        .access())
                .isEqualTo(Access.Guarded.by(Permission.READ).requiring(Scopes.of("a", "b")));
    }

    @Test
    void anyMethodIsFoundByPathUnlessTheMethodHasItsOwn() {
        Endpoint own = Endpoint.of("DELETE /bases/{base}");
        Endpoint any = Endpoint.anyMethod("/bases/{base}").forResourceIn("base");
        Endpoints table = Endpoints.of(any, own, Endpoint.of("GET /rows/{id}"), Endpoint.anyMethod("/rows/new"));
        assertThat(table.match("DELETE", "/bases/adas").orElseThrow().endpoint())
                .isSameAs(own);
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "TRACE", "BREW")) {
            Endpoints.Match match = table.match(method, "/bases/adas").orElseThrow();
            assertThat(match.endpoint().declaration()).isSameAs(any);
            assertThat(match.pathVariables()).containsEntry("base", "adas");
        }
        assertThat(table.match("BREW", "/bases/adas").orElseThrow().endpoint().limitName())
                .isEqualTo("OTHER /bases/{base}");
        assertThat(table.match("GET", "/rows/new").orElseThrow().endpoint()).hasToString("GET /rows/new");
        assertThat(table.match("GET", "/rows/n%65w")).isEmpty();
        assertThat(table.methodsOf("/bases/adas")).containsExactly("DELETE", "GET", "HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/rows", "get /rows", "GET rows", "GET  /rows", "GET /{a b}", "GET /{a}/{a}", "GET /x{a}"})
    void endpointThatCannotBeReadIsNamed(String text) {
        assertThatThrownBy(() -> Endpoint.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void longPathIsNotEvenLookedAt() {
        assertThat(matched("GET", "/rows/" + "a".repeat(9_000))).isEmpty();
    }

    @Test
    void methodsOfAPathAreKnown() {
        assertThat(ENDPOINTS.methodsOf("/rows/7")).containsExactly("DELETE", "GET", "HEAD");
        assertThat(ENDPOINTS.methodsOf("/nowhere")).isEmpty();
    }

    @Test
    void twoEndpointsForTheSameRequestsAreRefused() {
        List<Endpoint> twice = List.of(Endpoint.of("GET /rows/{a}"), Endpoint.of("GET /rows/{b}"));
        assertThatThrownBy(() -> Endpoints.of(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint: GET /rows/{b} (expected: once)");
    }

    @Test
    void resourceVariableMustBeOneOfThePath() {
        assertThatThrownBy(() -> Endpoint.of("GET /rows/{id}").forResourceIn("base"))
                .hasMessage("resource variable: \"base\" (expected: a variable of GET /rows/{id})");
    }

    @Test
    void eachVariableHasWhatStandsInItsPlaceAndNothingElse() {
        Map<String, String> variables = Endpoints.of(Endpoint.of("GET /bases/{base}/rows/{id}"))
                .match("GET", "/bases/a%20b/rows/7")
                .orElseThrow()
                .pathVariables();
        assertThat(variables.get("base")).isEqualTo("a b");
        assertThat(variables.get("id")).isEqualTo("7");
        assertThat(variables.get("rows")).isNull();
        assertThat(variables.containsKey("rows")).isFalse();
        assertThat(variables)
                .isEqualTo(Map.of("base", "a b", "id", "7"))
                .hasSameHashCodeAs(Map.of("base", "a b", "id", "7"))
                .hasToString("{base=a b, id=7}");
        assertThatThrownBy(() -> variables.put("base", "other")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> variables.entrySet().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
