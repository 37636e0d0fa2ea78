package dev.faregate.it.starters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** An application with every starter, of whose handlers none answers without a credential. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartersTest {

    private static final String[] PROPERTIES = {
        "server.port=0",
        "server.address=127.0.0.1",
        "spring.datasource.url=jdbc:h2:mem:test",
        "spring.jpa.hibernate.ddl-auto=create",
        "spring.jpa.open-in-view=false",
        "spring.h2.console.enabled=true",
        "spring.jersey.application-path=/jersey",
        "spring.graphql.websocket.path=/graphql-ws",
        "spring.graphql.graphiql.enabled=true",
        "management.endpoints.web.exposure.include=*",
        "management.endpoint.shutdown.access=unrestricted",
        "faregate.limit=10000/s",
        "faregate.guard=mvc"
    };

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext application;
    private String token;

    @BeforeAll
    void start() {
        application = application().run();
        token = tokenOf(application);
    }

    private static SpringApplicationBuilder application(String... more) {
        return new SpringApplicationBuilder(StartersApplication.class)
                .properties(PROPERTIES)
                .properties(more);
    }

    private static String tokenOf(ConfigurableApplicationContext context) {
        return context.getBean(Faregate.class)
                .tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ_WRITE))
                .orElseThrow()
                .secret();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    private static int portOf(ConfigurableApplicationContext context, String name) {
        return context.getEnvironment().getRequiredProperty("local." + name + ".port", Integer.class);
    }

    private HttpResponse<String> send(int port, String method, String path, String credential, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int status(String method, String path, String credential, String body) throws Exception {
        return send(portOf(application, "server"), method, path, credential, body)
                .statusCode();
    }

    private void requireGuarded(String method, String path, String body, int answer) throws Exception {
        assertThat(status(method, path, null, body))
                .as("%s %s without", method, path)
                .isEqualTo(401);
        assertThat(status(method, path, token, body))
                .as("%s %s with a token", method, path)
                .isEqualTo(answer);
    }

    @Test
    void dataRest() throws Exception {
        requireGuarded("POST", "/persons", "{\"name\":\"ada\"}", 201);
        requireGuarded("GET", "/persons", "", 200);
        requireGuarded("GET", "/persons/1", "", 200);
        requireGuarded("GET", "/profile", "", 200);
        requireGuarded("GET", "/profile/persons", "", 200);
        requireGuarded("DELETE", "/persons/77", "", 404);
    }

    @Test
    void actuator() throws Exception {
        requireGuarded("GET", "/actuator", "", 200);
        requireGuarded("GET", "/actuator/env", "", 200);
        requireGuarded("GET", "/actuator/health", "", 200);
        requireGuarded("GET", "/actuator/mappings", "", 200);
        requireGuarded("POST", "/actuator/loggers/root", "{}", 404);
    }

    @Test
    void graphQl() throws Exception {
        requireGuarded("POST", "/graphql", "{\"query\":\"{greeting}\"}", 200);
        requireGuarded("GET", "/graphiql?path=/graphql", "", 200);
    }

    @Test
    void otherServlets() throws Exception {
        requireGuarded("GET", "/jersey/hello", "", 200);
        requireGuarded("GET", "/h2-console/", "", 200);
        if (ClassUtils.isPresent("org.springframework.ws.transport.http.MessageDispatcherServlet", null)) {
            requireGuarded("POST", "/services/anything", "", 500);
        }
    }

    @Test
    void webSockets() throws Exception {
        requireGuarded("GET", "/sockjs/info", "", 200);
        for (String path : List.of("/ws", "/stomp", "/graphql-ws", "/sockjs/1/abc/websocket", "/sockjs/websocket")) {
            assertThat(upgrade(path, "")).as("%s without", path).isEqualTo(401);
            assertThat(upgrade(path, "Origin: https://evil.example\r\n"))
                    .as("%s without", path)
                    .isEqualTo(401);
            assertThat(upgrade(path, "Authorization: Bearer junk\r\n"))
                    .as("%s with junk", path)
                    .isEqualTo(401);
            assertThat(upgrade(path, "Authorization: Bearer " + token + "\r\n"))
                    .as("%s with a token", path)
                    .isEqualTo(101);
        }
    }

    /** The status of the answer to a handshake. */
    private int upgrade(String path, String headers) throws Exception {
        try (var socket = new java.net.Socket("127.0.0.1", portOf(application, "server"))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + headers + "\r\n")
                            .getBytes());
            String line = new String(socket.getInputStream().readNBytes(12));
            return Integer.parseInt(line.substring(9));
        }
    }

    @Test
    void noMappingOfAllAnswersWithoutCredential() throws Exception {
        Set<String> asked = requireAllGuarded(application, portOf(application, "server"));
        assertThat(asked).contains("/actuator/env", "/{repository}/{id}", "/ws", "/stomp", "/told", "/error");
    }

    private Set<String> requireAllGuarded(ConfigurableApplicationContext context, int port) throws Exception {
        Set<String> patterns = new LinkedHashSet<>();
        for (HandlerMapping mapping :
                context.getBeansOfType(HandlerMapping.class).values()) {
            List<?> parts = mapping instanceof Iterable<?> several
                    ? Stream.of(several.iterator()).flatMap(StartersTest::all).toList()
                    : List.of(mapping);
            for (Object part : parts) {
                if (part instanceof RequestMappingInfoHandlerMapping methods) {
                    methods.getHandlerMethods().keySet().forEach(info -> patterns.addAll(info.getPatternValues()));
                } else if (part instanceof AbstractUrlHandlerMapping urls) {
                    patterns.addAll(urls.getHandlerMap().keySet());
                }
            }
        }
        for (String pattern : patterns) {
            String path =
                    pattern.replaceAll("\\{[^/]*}", "1").replace("/**", "/1/2").replace("*", "1");
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "BREW")) {
                // Spring Security refuses methods that it does not know.
                assertThat(send(port, method, path, null, "").statusCode())
                        .as("%s %s", method, pattern)
                        .isIn(method.equals("BREW") ? List.of(400, 401) : List.of(401));
            }
        }
        return patterns;
    }

    private static Stream<Object> all(java.util.Iterator<?> parts) {
        Stream.Builder<Object> all = Stream.builder();
        parts.forEachRemaining(all);
        return all.build();
    }

    /** Spring Data makes a proxy of any interface, of the query's parameters. */
    @Test
    void callerIsNotMadeOfTheQueryBySpringData() throws Exception {
        HttpResponse<String> answer = send(
                portOf(application, "server"),
                "GET",
                "/told?owner.id=root&kind=API_TOKEN&permission=READ_WRITE&scopes.values=a",
                token,
                "");
        assertThat(answer.body()).isEqualTo("ada");
    }

    @Test
    void actuatorOnPortOfItsOwn() throws Exception {
        try (ConfigurableApplicationContext context = application(
                        "management.server.port=0",
                        "management.server.base-path=/manage",
                        "spring.datasource.url=jdbc:h2:mem:other")
                .run()) {
            int management = portOf(context, "management");
            String credential = tokenOf(context);
            assertThat(management).isNotEqualTo(portOf(context, "server"));
            for (String path : List.of("/actuator", "/actuator/env", "/actuator/health")) {
                String whole = "/manage" + path;
                assertThat(send(management, "GET", whole, null, "").statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(send(management, "GET", whole, credential, "").statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(send(management, "GET", "/manage/nothing", null, "").statusCode())
                    .isEqualTo(401);
            assertThat(send(management, "GET", "/manage/nothing", credential, "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(send(management, "POST", "/manage/actuator/loggers/root", null, "{}")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(management, "POST", "/manage/actuator/shutdown", null, "")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void actuatorCanBeOpenedByItsWholePath() throws Exception {
        try (ConfigurableApplicationContext context = application(
                        "management.server.port=0",
                        "faregate.open-paths=/actuator/health/**",
                        "spring.datasource.url=jdbc:h2:mem:third")
                .run()) {
            int management = portOf(context, "management");
            assertThat(send(management, "GET", "/actuator/health", null, "").statusCode())
                    .isEqualTo(200);
            assertThat(send(management, "GET", "/actuator/env", null, "").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void besideSpringSecurityTheGuardIsToBeChosen() {
        assertThatThrownBy(() -> new SpringApplication(StartersApplication.class).run("--server.port=0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("faregate.guard: not set in an application with Spring Security");
    }

    @Test
    void jerseyAsFilterStopsTheStart() {
        assertThatThrownBy(() -> application("spring.jersey.type=filter", "spring.datasource.url=jdbc:h2:mem:fourth")
                        .run())
                .hasStackTraceContaining("spring.jersey.type=servlet");
    }
}
