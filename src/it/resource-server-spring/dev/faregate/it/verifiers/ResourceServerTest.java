package dev.faregate.it.verifiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/** Spring Security as it is: it fetches the published keys, or asks the introspection endpoint. */
class ResourceServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Issuer issuer;
    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        server = new SpringApplicationBuilder(ResourceServer.class)
                .properties(Map.of("server.port", "0", "FAREGATE_URL", issuer.url()))
                // The library is on the class path for the issuer's sake; a resource server has none.
                .properties("spring.autoconfigure.exclude=dev.faregate.integration.spring.FaregateAutoConfiguration,"
                        + "dev.faregate.integration.spring.FaregateMvcAutoConfiguration")
                .run();
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.close();
    }

    static Stream<String> accepted() {
        return issuer.accepted().keySet().stream();
    }

    static Stream<String> refused() {
        return issuer.refused().keySet().stream();
    }

    private static HttpResponse<String> me(String token) throws Exception {
        String port = server.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/me"))
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void baseTokenIsAccepted(String algorithm) throws Exception {
        HttpResponse<String> answer = me(issuer.accepted().get(algorithm));
        assertThat(answer.statusCode()).as("%s", answer.headers()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ada");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void nothingElseIsAccepted(String what) throws Exception {
        HttpResponse<String> answer = me(issuer.refused().get(what));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    void introspectionBehindAGuardIsAskedByBasic() {
        SpringOpaqueTokenIntrospector introspector =
                new SpringOpaqueTokenIntrospector(issuer.url() + "/introspect", "rows-service", issuer.secret());
        OAuth2AuthenticatedPrincipal caller =
                introspector.introspect(issuer.accepted().get("RS256"));
        assertThat(caller.<String>getAttribute("sub")).isEqualTo("ada");
        assertThat(caller.getAuthorities()).extracting(Object::toString).containsExactly("SCOPE_rows");
        assertThat(caller.getAttributes())
                .containsKeys("iss", "jti", "exp", "iat", "aud")
                .containsEntry("token_type", "Bearer");
    }
}
