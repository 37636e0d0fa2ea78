package dev.faregate.it.modular;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {

    private static final String MODULE = "dev.faregate.it.modular";
    private static final String MAIN = MODULE + '/' + MODULE + ".Main";
    private static final Path JAVA = Path.of("bin", "java");

    @TempDir
    Path directory;

    /** What a user's application has at run time, less all that is only here to test it. */
    private static String modulePath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") && !entry.endsWith("test-classes")
                        || entry.matches(".*(faregate|caffeine|nimbus-jose-jwt|slf4j-api)-[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void modularApplicationRunsOnTheModulePath() throws Exception {
        Path java = Path.of(System.getProperty("java.home")).resolve(JAVA);
        assertGuards(java.toString(), "--module-path", modulePath(), "--module", MAIN);
    }

    @Test
    void imageOfNothingButTheApplicationsModulesRuns() throws Exception {
        Path image = directory.resolve("image");
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--module-path",
                        modulePath(),
                        "--add-modules",
                        MODULE,
                        "--strip-debug",
                        "--no-man-pages",
                        "--no-header-files",
                        "--output",
                        image.toString());
        assertThat(status).as(said.toString()).isZero();
        assertThat(Files.readString(image.resolve("release")))
                .contains("dev.faregate", "jdk.httpserver")
                .doesNotContain("jakarta", "jspecify", "java.desktop");
        assertGuards(image.resolve(JAVA).toString(), "--module", MAIN);
    }

    private static void assertGuards(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String[] said = String.valueOf(output.readLine()).split(" ");
            assertThat(said).hasSize(3).endsWith("dev.faregate");
            URI uri = URI.create("http://127.0.0.1:" + said[0] + "/rows");
            HttpRequest good = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + said[1])
                    .build();
            assertThat(send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(401);
            assertThat(send(good).body()).isEqualTo("ada");
            assertThat(List.of(send(good).statusCode(), send(good).statusCode()))
                    .containsExactly(200, 429);
        } finally {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
