package dev.faregate.integration.spring.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

class GuardedPathsTest {

    private static boolean guard(List<String> guarded, List<String> open, String template, String... segments) {
        return new GuardedPaths(guarded, open).guard(template, () -> List.of(List.of(segments)));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/**, /api, true",
        "/api/**, /api/rows, true",
        "/api/**, /API/rows, true",
        "/api/**, /{x}, true",
        "/api/**, /{x}/{y}, true",
        "/api/**, /rows, false",
        "/api/*, /api/{x:[0-9]+}, true",
        "/api/*, /api/a/b, false",
        "/api/*/, /api/rows, true",
        "/api/rows, /api/rows/, true",
        "/, /{x}, false",
        "/api/rows, /api/**, true",
        "/**/rows, /api/{x}/rows, true",
        "/**/rows, /api/{x}/tables, false",
        "/{*rest}, /any, true",
        "/a/**/b, /a/c, false",
    })
    void intersectionIsFoundOrSupposed(String one, String other, boolean expected) {
        assertThat(PathShape.of(one).intersects(PathShape.of(other))).isEqualTo(expected);
        assertThat(PathShape.of(other).intersects(PathShape.of(one))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/open/**, /open, true",
        "/open/**, /open/{x}/**, true",
        "/open/**, /Open/x, false",
        "/open/**, /{x}/y, false",
        "/open/*, /open/{x:[0-9]+}, true",
        "/open/*, /open/**, false",
        "/open/{x:[0-9]+}, /open/{y}, false",
        "/open/{x:[0-9]+}, /open/{x:[0-9]+}, true",
        "/open/*.css, /open/a.css, true",
        "/open/*.css, /open/a.txt, false",
        "/**, /a/b/c, true",
        "/**/x, /a/**/x, true",
        "/**/x, /a/**, false",
    })
    void coverIsCertain(String wide, String narrow, boolean expected) {
        assertThat(PathShape.of(wide).covers(PathShape.of(narrow))).isEqualTo(expected);
    }

    /** Random patterns and paths, judged by Spring's own parser. */
    @Test
    void neitherContradictsSpring() {
        Random random = new Random(15);
        PathPatternParser parser = PathPatternParser.defaultInstance;
        List<String> pieces = List.of("a", "b", "*", "{x}", "a*", "{y:[ab]}");
        List<String> words = List.of("a", "b", "ab", "c");
        int covered = 0;
        for (int i = 0; i < 20_000; i++) {
            String one = pattern(random, pieces);
            String other = pattern(random, pieces);
            String path = IntStream.range(0, random.nextInt(1, 4))
                    .mapToObj(n -> "/" + words.get(random.nextInt(words.size())))
                    .collect(Collectors.joining());
            boolean first = parser.parse(one).matches(PathContainer.parsePath(path));
            boolean second = parser.parse(other).matches(PathContainer.parsePath(path));
            PathShape shape = PathShape.of(one);
            if (first && second) {
                assertThat(shape.intersects(PathShape.of(other)))
                        .as("%s, %s: %s", one, other, path)
                        .isTrue();
            }
            if (second && shape.covers(PathShape.of(other))) {
                covered++;
                assertThat(first).as("%s covers %s: %s", one, other, path).isTrue();
            }
        }
        assertThat(covered).isGreaterThan(100);
    }

    private static String pattern(Random random, List<String> pieces) {
        String literal = IntStream.range(0, random.nextInt(1, 3))
                .mapToObj(n -> "/"
                        + pieces.get(random.nextInt(pieces.size()))
                                .replace("x}", "x" + n + "}")
                                .replace("y:", "y" + n + ":"))
                .collect(Collectors.joining());
        return random.nextInt(3) == 0 ? literal + "/**" : literal;
    }

    @Test
    void handlerIsOpenOnlyWithAllOfItsPaths() {
        List<String> guarded = List.of("/api/**");
        List<String> open = List.of("/api/open/**");
        assertThat(guard(guarded, open, "/api/open/{x}")).isFalse();
        assertThat(guard(guarded, open, "/api/{x}/y")).isTrue();
        assertThat(guard(guarded, open, "/home")).isFalse();
    }

    @Test
    void catchAllIsGuardedByThePath() {
        List<String> guarded = List.of("/api/**");
        List<String> open = List.of("/api/open/**");
        assertThat(guard(guarded, open, "/**", "css", "x")).isFalse();
        assertThat(guard(guarded, open, "/**", "api", "x")).isTrue();
        assertThat(guard(guarded, open, "/**", "API", "")).isTrue();
        assertThat(guard(guarded, open, "/**", "api", "open", "x")).isFalse();
        assertThat(guard(guarded, open, "/**", "api", "OPEN", "x")).isTrue();
        assertThat(guard(guarded, open, "/api/files/**", "api", "files", "x")).isTrue();
        for (String odd : List.of("", ".", "..", "a/b", "a\\b", "%2e", "a;x=1", "a\nb")) {
            assertThat(guard(guarded, open, "/**", "css", odd, "x")).as(odd).isTrue();
        }
    }

    @Test
    void oneReadingOfThePathIsEnough() {
        GuardedPaths paths = new GuardedPaths(List.of("/api/**"), List.of("/api/open/**"));
        assertThat(paths.guard("/**", () -> List.of(List.of("css"), List.of("api"))))
                .isTrue();
        assertThat(paths.guard(null, () -> List.of(List.of("api", "open"), List.of("api", "x"))))
                .isTrue();
    }

    @Test
    void nothingOrRelativeIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuardedPaths(List.of(), List.of()))
                .withMessageContaining("faregate.guarded-paths: empty (expected: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuardedPaths(List.of("/**"), List.of("css/**")))
                .withMessageContaining("faregate.open-paths: \"css/**\" (expected: ");
    }
}
