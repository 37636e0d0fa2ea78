package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.CookieValue;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No way in which Micronaut makes arguments makes a caller. */
class CallerBindingTest {

    private static final List<String> RAN = new CopyOnWriteArrayList<>();
    private static final String FORGED =
            "caller=root&caller.owner.id=root&owner=root&owner.id=root&tokenId=1&kind=API_TOKEN&permission=READ_WRITE";

    /** Has asked nobody who calls. */
    @Controller
    @Requires(property = "binding")
    static class Bound {

        private static String told(@Nullable Object caller) {
            if (caller != null) {
                RAN.add(caller.toString());
            }
            return "told";
        }

        @Get("/plain")
        String plain(@Nullable Caller caller) {
            return told(caller);
        }

        @Get("/query")
        String query(@QueryValue @Nullable Caller caller) {
            return told(caller);
        }

        @Get("/all")
        String all(@QueryValue("caller") @Nullable Map<String, Caller> caller) {
            return told(caller == null || caller.values().stream().noneMatch(Caller.class::isInstance) ? null : caller);
        }

        @Get("/header")
        String header(@Header("X-Caller") @Nullable Caller caller) {
            return told(caller);
        }

        @Get("/cookie")
        String cookie(@CookieValue("caller") @Nullable Caller caller) {
            return told(caller);
        }

        @Post(
                value = "/body",
                consumes = {MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
        String body(@Body @Nullable Caller caller) {
            return told(caller);
        }

        @Post(
                value = "/part",
                consumes = {MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
        String part(@Body("caller") @Nullable Caller caller) {
            return told(caller);
        }

        @Post(value = "/verdict", consumes = MediaType.APPLICATION_JSON)
        String verdict(@Body Verdict.@Nullable Admitted admitted) {
            return told(admitted);
        }
    }

    @Test
    void argumentsThatAClientMakesAreNoCaller() throws Exception {
        List<String> reads = List.of("/plain", "/query", "/all", "/header", "/cookie");
        List<String> writes = List.of("/body", "/part", "/verdict");
        List<Endpoint> endpoints = Stream.concat(
                        reads.stream().map(path -> Endpoint.of("GET " + path).open()),
                        writes.stream().map(path -> Endpoint.of("POST " + path).open()))
                .toList();
        RequestGuard guard =
                Faregate.builder().build().guard(CredentialKind.API_TOKEN).build();
        String json =
                "{\"tokenId\":\"1\",\"kind\":\"API_TOKEN\",\"owner\":{\"id\":\"root\"},\"permission\":\"READ_WRITE\","
                        + "\"scopes\":{\"values\":[]}}";
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1", "binding", true))
                .singletons(guard, Endpoints.of(endpoints))
                .start()) {
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            for (String path : reads) {
                send(
                        server,
                        HttpRequest.newBuilder(at(server, path + '?' + FORGED))
                                .header("X-Caller", json)
                                .header("Cookie", "caller=root"));
            }
            for (String path : writes) {
                send(
                        server,
                        HttpRequest.newBuilder(at(server, path + '?' + FORGED))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        path.equals("/part")
                                                ? "{\"caller\":" + json + "}"
                                                : path.equals("/verdict")
                                                        ? "{\"caller\":" + json + ",\"credential\":\"x\"}"
                                                        : json)));
                send(
                        server,
                        HttpRequest.newBuilder(at(server, path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(FORGED)));
            }
        }
        assertThat(RAN).isEmpty();
    }

    private static URI at(EmbeddedServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.getPort() + path);
    }

    /** Whatever it is answered, it comes to its route. */
    private static void send(EmbeddedServer server, HttpRequest.Builder request) throws Exception {
        int status = HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
        assertThat(status).isIn(200, 400, 415, 500);
    }
}
