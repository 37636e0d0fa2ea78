package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites can make a browser send here. */
class OwnOriginFilterTest {

    private static final String SETTINGS = "/boxhero/settings/integrations/api-tokens";
    private static final String ADA = RunningDemo.basic("ada@example.com", "correct-horse");

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: attacker.example:PORT\r\n",
                "Host: 127.0.0.1.attacker.example:PORT\r\n",
                "Host: 127.0.0.1\r\n",
                "Host: 127.0.0.1:1\r\n",
                "Host: 127.0.0.1:PORT:PORT\r\n",
                "Host: localhost.:PORT\r\n",
                "Host: user@127.0.0.1:PORT\r\n",
                "Host: \r\n",
                "Host: 127.0.0.1:PORT\r\nHost: attacker.example\r\n",
                ""
            })
    void requestsUnderAnotherNameAreRefusedEverywhere(String host) throws Exception {
        for (String path : new String[] {
            "/", SETTINGS, "/boxhero/v1/items", "/nocodb/api/v1/tokens", "/seatable/api/v2.1/org/api-tokens/"
        }) {
            assertThat(statusOf("GET", path, host)).as(path).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT"})
    void thisMachinesNamesAreItsOwn(String host) throws Exception {
        assertThat(statusOf("GET", "/", "Host: " + host + "\r\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "null",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "https://127.0.0.1:PORT",
                "http://127.0.0.1:PORT.attacker.example",
                ""
            })
    void pagesOfOtherSitesChangeNothing(String origin) throws Exception {
        HttpResponse<String> refused =
                demo.post(SETTINGS, "{\"name\":\"x\"}", "Authorization", ADA, "Origin", here(origin));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(demo.delete(SETTINGS + "/x", "Authorization", ADA, "Origin", here(origin))
                        .statusCode())
                .isEqualTo(403);
        assertThat(demo.get(SETTINGS, "Authorization", ADA).body()).isEqualTo("{\"api_tokens\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void norDoFormsOfOtherSites(String site) throws Exception {
        assertThat(demo.post(SETTINGS, "{\"name\":\"x\"}", "Authorization", ADA, "Sec-Fetch-Site", site)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void ownPageAndProgramsAreLetThrough() throws Exception {
        String[] origins = {"http://127.0.0.1:PORT", "http://localhost:PORT"};
        for (String origin : origins) {
            String body = "{\"name\":\"" + origin.replace('/', ' ') + "\"}";
            HttpResponse<String> created = demo.post(
                    SETTINGS, body, "Authorization", ADA, "Origin", here(origin), "Sec-Fetch-Site", "same-origin");
            assertThat(created.statusCode()).isEqualTo(201);
        }
        assertThat(demo.post(SETTINGS, "{\"name\":\"program\"}", "Authorization", ADA)
                        .statusCode())
                .isEqualTo(201);
    }

    private String here(String template) {
        return template.replace("PORT", Integer.toString(demo.address().getPort()));
    }

    private int statusOf(String method, String path, String hostLines) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), demo.address().getPort())) {
            socket.setSoTimeout(10_000);
            String request = method + ' ' + path + " HTTP/1.1\r\n" + here(hostLines) + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
