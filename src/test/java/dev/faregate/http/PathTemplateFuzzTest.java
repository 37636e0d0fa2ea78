package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Any text at all as a path and as an endpoint: a variable holds one plain name, and templates match themselves. */
@Tag("fuzz")
class PathTemplateFuzzTest {

    private static final Endpoint ROW = Endpoint.of("GET /bases/{base}/rows/{id}");
    private static final Endpoints ENDPOINTS = Endpoints.of(ROW, Endpoint.of("GET /bases"));

    @FuzzTest(maxDuration = "1m")
    void variableHoldsOnePlainNameAndTemplatesMatchThemselves(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        matched(text);
        matched("/bases/" + text);
        matched("/bases/" + text + "/rows/7");
        endpoint(text);
        endpoint("GET /" + text);
        assertThat(Endpoint.ofRoute("GET", text).toString()).startsWith("GET /");
        assertThat(Endpoints.of().forRoute(text, text).toString()).contains(" /");
        Endpoint route = ENDPOINTS.forRoute(text, text);
        assertThat(route.access() instanceof Access.Undeclared).isEqualTo(isDeclared(text));
    }

    /** A text is no method of these. */
    private static boolean isDeclared(String template) {
        String shape = Route.shape(Route.plain(template));
        return ENDPOINTS.all().stream()
                .anyMatch(endpoint -> endpoint.pathShape().equals(shape));
    }

    private static void matched(String path) {
        Endpoints.Match match = ENDPOINTS.find("GET", path);
        if (match == null) {
            return;
        }
        assertThat(path).isASCII().hasSizeLessThanOrEqualTo(8_192).doesNotContain(";", "\\", " ", "//");
        if (match.endpoint() != ROW) {
            assertThat(path).isEqualTo("/bases");
            return;
        }
        StringBuilder written = new StringBuilder();
        for (Map.Entry<String, String> variable : match.pathVariables().entrySet()) {
            assertThat(variable.getValue())
                    .isNotEmpty()
                    .isNotIn(".", "..")
                    .doesNotContainPattern("[/\\\\;\\p{Cntrl}\\u2028\\u2029\\ufffd]");
            written.append(variable.getKey().equals("base") ? "/bases/" : "/rows/")
                    .append(URLEncoder.encode(variable.getValue(), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
        }
        Endpoints.Match again = ENDPOINTS.find("GET", written.toString());
        assertThat(again == null ? null : again.pathVariables()).isEqualTo(match.pathVariables());
    }

    private static void endpoint(String text) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.of(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ");
            return;
        }
        assertThat(endpoint).hasToString(text);
        String path = text.substring(text.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "x");
        assertThat(Endpoints.of(endpoint).match(endpoint.method(), path).isPresent())
                .as(text)
                .isEqualTo(path.length() <= 8_192 && !endpoint.method().equals("HEAD"));
    }
}
