package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartPageTest {

    private static final Path SOURCES = Path.of("src/demo/resources/page");
    private static final Pattern LIBRARY_CALL = Pattern.compile("\\b([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]+)\\b");
    private static final List<String> PACKAGES = List.of("apitoken", "basetoken", "exchange", "http", "ratelimit");

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/page/page.css, text/css; charset=utf-8",
        "/page/page.js, text/javascript; charset=utf-8",
        "/page/icon.svg, image/svg+xml"
    })
    void servesItsFilesUnderAStrictPolicy(String path, String type) throws Exception {
        HttpResponse<String> answer = demo.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
    }

    @Test
    void servesEveryFileThatThePageIsMadeOf() throws Exception {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(file -> !file.endsWith("index.html")).toList()) {
                HttpResponse<String> answer = demo.get("/page/" + file.getFileName());
                assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(Files.readString(file));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/page",
                "/page/",
                "/page/index.html",
                "/page/none.js",
                "/page/../page/page.js",
                "/page/%2e%2e/simplelogger.properties",
                "/page/page.js/",
                "/page/page%2Ejs",
                "//page/page.js",
                "/favicon.ico"
            })
    void servesNothingElse(String path) throws Exception {
        assertThat(demo.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void canOnlyBeRead(String method) throws Exception {
        HttpResponse<String> answer = demo.send(method, "/page/page.js", "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(demo.send("HEAD", "/page/page.js", "").statusCode()).isEqualTo(200);
    }

    @Test
    void asksForNothingFromElsewhere() throws Exception {
        assertThat(sources().replace("http://www.w3.org/2000/svg", "")).doesNotContain("//cdn", "http://", "https://");
    }

    @Test
    void namesTheLibrarysCallsAsTheyAre() throws Exception {
        List<MatchResult> calls = LIBRARY_CALL
                .matcher(Files.readString(SOURCES.resolve("library.js")))
                .results()
                .toList();
        assertThat(calls).hasSizeGreaterThan(10);
        for (MatchResult call : calls) {
            assertThat(methods(call.group(1))).as(call.group()).contains(call.group(2));
        }
    }

    private static List<String> methods(String type) {
        return PACKAGES.stream()
                .flatMap(name -> found("dev.faregate." + name + '.' + type).stream())
                .flatMap(found -> Arrays.stream(found.getMethods()))
                .map(Method::getName)
                .toList();
    }

    private static Optional<Class<?>> found(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException elsewhere) {
            return Optional.empty();
        }
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
