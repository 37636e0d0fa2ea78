package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No adapter and no recipe is without a column in the matrix of situations and requirements, which {@code src/it} runs. */
class MatrixColumnsTest {

    private static final Path CONSUMERS = Path.of("src", "it");
    private static final Path INTEGRATIONS = Path.of("src", "main", "java", "dev", "faregate", "integration");
    private static final Path RECIPES = Path.of("src", "main", "javadoc", "dev", "faregate", "http", "doc-files");
    private static final Pattern SHARED = Pattern.compile("\\$\\{black-box\\.sources}/\\.\\./([a-z-]+)<");

    /** They keep something, or count something, and guard nothing. */
    private static final Set<String> NO_ADAPTERS = Set.of("jdbc", "redis", "micrometer");

    @Test
    void everyAdapterHasAColumn() throws IOException {
        Set<String> adapters = new TreeSet<>(namesIn(INTEGRATIONS));
        adapters.removeAll(NO_ADAPTERS);
        Set<String> withColumn = new TreeSet<>();
        for (String consumer : namesIn(CONSUMERS)) {
            String sources = sourcesOf(consumer);
            if (sources.contains("extends MatrixSuite")) {
                for (String adapter : adapters) {
                    // Spring Boot finds its adapters by itself.
                    boolean found = sources.contains("dev.faregate.integration." + adapter + ".")
                            || (adapter.equals("spring") && consumer.startsWith("spring-boot-"));
                    if (found) {
                        withColumn.add(adapter);
                    }
                }
            }
        }
        assertThat(withColumn).isEqualTo(adapters).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void everyRecipeAndEveryFrameworkThatIsNamedHasAColumn() throws IOException {
        Set<String> columns = new TreeSet<>(namesIn(RECIPES));
        columns.addAll(Set.of(
                "spring-boot-3",
                "spring-boot-4",
                "webflux-3",
                "webflux-4",
                "gateway",
                "jetty-servlet",
                "tomcat-servlet",
                "jersey",
                "vertx-4",
                "vertx",
                "quarkus",
                "grpc",
                "jdk-httpserver"));
        for (String consumer : columns) {
            assertThat(sourcesOf(consumer)).as(consumer).contains("extends MatrixSuite");
        }
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    /** Of a consumer, what it shares with others included; empty for what is no consumer. */
    private static String sourcesOf(String consumer) throws IOException {
        Path pom = CONSUMERS.resolve(consumer).resolve("pom.xml");
        if (!Files.exists(pom)) {
            return "";
        }
        List<Path> roots = new ArrayList<>(List.of(CONSUMERS.resolve(consumer)));
        Matcher shared = SHARED.matcher(Files.readString(pom));
        while (shared.find()) {
            roots.add(CONSUMERS.resolve(shared.group(1)));
        }
        StringBuilder sources = new StringBuilder();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        return sources.toString();
    }
}
