package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the examples of the README as they stand there. */
class ReadmeTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES_BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)\\s]+)\\)");
    private static final Pattern DOC_FILE = Pattern.compile("href=\"(doc-files/[^\"]+)\"");
    private static final Pattern CURL = Pattern.compile("curl -i -H '(Authorization): (Bearer \\S+)' (http://\\S+)");

    @TempDir
    Path directory;

    /** The example whose class has this name. */
    static String example(String className) {
        return examples().stream()
                .filter(example -> name(example).equals(className))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> examples() {
        return blocks().stream()
                .filter(block -> CLASS_NAME.matcher(block).find())
                .toList();
    }

    private static List<String> blocks() {
        return blocks(JAVA_BLOCK);
    }

    private static List<String> blocks(Pattern pattern) {
        try {
            List<String> blocks = new ArrayList<>();
            Matcher block = pattern.matcher(Files.readString(Path.of("README.md")));
            while (block.find()) {
                blocks.add(block.group(1));
            }
            return blocks;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lines for the middle of an application that has a framework. */
    private static List<String> snippets() {
        return blocks().stream()
                .filter(block -> !CLASS_NAME.matcher(block).find())
                .toList();
    }

    private static String name(String example) {
        Matcher name = CLASS_NAME.matcher(example);
        assertThat(name.find()).as("a public class in:%n%s", example).isTrue();
        return name.group(1);
    }

    private Class<?> compiled(String className) throws Exception {
        Path source = Files.writeString(directory.resolve(className + ".java"), example(className));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
        assertThat(status).as("javac of %s", className).isZero();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        return Class.forName(className, true, loader);
    }

    private String run(String className) throws Exception {
        return Printed.by(
                () -> compiled(className).getMethod("main", String[].class).invoke(null, (Object) new String[0]));
    }

    @Test
    void everyExampleIsOneThatTheseTestsRun() {
        assertThat(examples()).extracting(ReadmeTest::name).containsExactly("Newcomer", "GuardedServer", "Restarted");
    }

    @Test
    void everySnippetStandsInAConsumerThatTheBuildRuns() throws Exception {
        List<List<String>> sources = new ArrayList<>();
        for (Path root : List.of(Path.of("src", "it"), Path.of("src", "main", "javadoc"))) {
            for (Path file : filesIn(root, ".java")) {
                sources.add(stripped(Files.readString(file)));
            }
        }
        assertThat(snippets())
                .hasSizeGreaterThan(5)
                .allSatisfy(snippet -> assertThat(sources)
                        .as(snippet)
                        .anyMatch(source -> Collections.indexOfSubList(source, stripped(snippet)) >= 0));
    }

    @Test
    void everyBlockOfSettingsStandsInAConsumerThatTheBuildRuns() throws Exception {
        List<String> settings = new ArrayList<>();
        for (Path file : filesIn(Path.of("src", "it"), ".properties")) {
            settings.add(Files.readString(file));
        }
        assertThat(blocks(PROPERTIES_BLOCK))
                .hasSize(2)
                .allSatisfy(block -> assertThat(settings).as(block).anyMatch(file -> file.contains(block)));
    }

    @Test
    void linksLeadToWhatIsThere() throws Exception {
        assertThat(found(LINK, Path.of("README.md")))
                .hasSizeGreaterThan(3)
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
        Path packageInfo = Path.of("dev", "faregate", "http", "package-info.java");
        Path javadoc = Path.of("src", "main", "javadoc").resolve(packageInfo);
        assertThat(found(DOC_FILE, Path.of("src", "main", "java").resolve(packageInfo)))
                .hasSize(3)
                .allSatisfy(link -> assertThat(javadoc.resolveSibling(link)).exists());
    }

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<Path> filesIn(Path root, String end) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> path.toString().endsWith(end)).toList();
        }
    }

    @Test
    void suiteHasAsManyCasesAsItSays() throws Exception {
        int cases = 0;
        try (Stream<Path> files = Files.list(Path.of("src/it/black-box/dev/faregate/blackbox"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Cases.java")).toList()) {
                cases += Files.readString(file).split("@Test", -1).length - 1;
            }
        }
        assertThat(Files.readString(Path.of("README.md")))
                .contains("one suite of " + cases + " hostile and ordinary cases");
    }

    private static List<String> stripped(String source) {
        return source.lines().map(String::strip).toList();
    }

    @Test
    void whatIsKeptInAFileOutlivesTheInstallation() throws Exception {
        assertThat(run("Restarted")).isEqualToIgnoringNewLines("nightly export");
    }

    @Test
    void newcomerIssuesExchangesVerifiesAndIsLimited() throws Exception {
        assertThat(run("Newcomer").lines())
                .containsExactly(
                        "ada may READ",
                        "come in",
                        "come in",
                        "come in",
                        "come in",
                        "come in",
                        "retry after 1 s",
                        "Rejected[reason=REVOKED]");
    }

    @Test
    void guardedServerAnswersTheCommandItPrintsUntilTheLimit() throws Exception {
        Matcher curl = CURL.matcher(run("GuardedServer"));
        assertThat(curl.find()).isTrue();
        URI uri = URI.create(curl.group(3));
        HttpRequest good =
                HttpRequest.newBuilder(uri).header(curl.group(1), curl.group(2)).build();
        HttpClient client = HttpClient.newHttpClient();
        assertThat(status(client, HttpRequest.newBuilder(uri).build())).isEqualTo(401);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(status(client, good));
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
    }

    private static int status(HttpClient client, HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
