package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.faregate.http.RequestGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * An adapter is a few lines around the guard: whatever class asks it anything, about a request or a refusal, is short, with all the
 * classes in it.
 */
class AdapterLinesTest {

    private static final int MOST_LINES = 40;
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|//[^\\n]*|/\\*(?s:.*?)\\*/");
    private static final Pattern COUNTED = Pattern.compile("(?!package |import )\\S.*");

    private final List<JavaClass> integrations = new ClassFileImporter()
            .importPath(Path.of("target", "classes", "dev", "faregate", "integration")).stream()
                    .toList();

    @Test
    void whatAsksAGuardHasAtMostFortyLines() throws IOException {
        List<String> longer = new ArrayList<>();
        for (String name : namesOfThoseThatAsk()) {
            long lines = linesOf(Files.readString(SOURCES.resolve(name.replace('.', '/') + ".java")));
            if (lines > MOST_LINES) {
                longer.add(name + ": " + lines + " lines (expected: <= " + MOST_LINES + ")");
            }
        }
        assertThat(longer).isEmpty();
    }

    @Test
    void adaptersAreAmongThem() {
        Set<String> adapters = integrations.stream()
                .filter(type -> asksGuard(type, "check"))
                .map(type -> type.getPackageName().replaceFirst(".*\\.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(adapters).contains("grpc", "httpserver", "jaxrs", "servlet", "spring", "vertx");
    }

    @Test
    void linesOfCodeAreCountedWithoutWhatIsAroundThem() {
        assertThat(linesOf("""
                        package a;

                        import b.C;

                        /**
                         * Of a class.
                         */
                        class D { // of a line
                            /* of
                               several */
                            String e = "/**";

                            // "not
                            char f = '"';
                        }
                        /* "none" */
                        """)).isEqualTo(4);
    }

    private Set<String> namesOfThoseThatAsk() {
        return integrations.stream()
                .filter(type -> asksGuard(type, ""))
                .map(type -> type.getName().replaceFirst("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By a call or a reference to a method whose name begins so, in a lambda or not. */
    private static boolean asksGuard(JavaClass type, String method) {
        return type.getAccessesFromSelf().stream()
                .map(JavaAccess::getTarget)
                .anyMatch(target -> target.getOwner().isEquivalentTo(RequestGuard.class)
                        && target.getName().startsWith(method));
    }

    private static long linesOf(String source) {
        return TEXT_OR_COMMENT
                .matcher(source)
                .replaceAll(found -> found.group().startsWith("/") ? "" : Matcher.quoteReplacement(found.group()))
                .lines()
                .filter(line -> COUNTED.matcher(line.strip()).matches())
                .count();
    }
}
