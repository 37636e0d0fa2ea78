package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.pattern.PathPatternParser;

/** What guarded-paths and open-paths mean is decided by the pattern of a handler. */
class GuardedPathsTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Handlers.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Handlers.class)
    static class CaseInsensitive implements WebMvcConfigurer {

        @Override
        public void configurePathMatch(PathMatchConfigurer configurer) {
            PathPatternParser parser = new PathPatternParser();
            parser.setCaseSensitive(false);
            configurer.setPatternParser(parser);
        }
    }

    @RestController
    static class Handlers {

        @GetMapping("/api/rows")
        String rows() {
            return "rows";
        }

        @GetMapping("/api/open/{page}")
        String open() {
            return "open";
        }

        @GetMapping("/home")
        String home() {
            return "home";
        }

        @GetMapping("/{any}/rows")
        String any() {
            return "any";
        }
    }

    @TempDir
    static Path files;

    private static RunningApplication start(Class<?> application, String... properties) throws Exception {
        Files.createDirectories(files.resolve("api/open"));
        Files.createDirectories(files.resolve("css"));
        Files.writeString(files.resolve("api/secret.txt"), "secret");
        Files.writeString(files.resolve("api/open/free.txt"), "free");
        Files.writeString(files.resolve("css/style.css"), "style");
        return RunningApplication.of(
                application,
                builder -> builder.properties("spring.web.resources.static-locations=file:" + files + "/"),
                properties);
    }

    private static void require(RunningApplication running, int status, String... paths) throws Exception {
        for (String path : paths) {
            assertThat(running.raw("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close"))
                    .as(path)
                    .isEqualTo(status);
        }
    }

    @Test
    void handlersAreGuardedByTheirPatterns() throws Exception {
        try (RunningApplication running =
                start(Application.class, "faregate.guarded-paths=/api/**", "faregate.open-paths=/api/open/**")) {
            require(running, 401, "/api/rows", "/api/nothing", "/%61pi/rows", "/api;x=1/rows");
            require(running, 200, "/api/open/1", "/home");
            // A variable may stand for a guarded path.
            require(running, 401, "/x/rows");
            require(running, 404, "/nothing");
        }
    }

    @Test
    void resourcesAreGuardedByThePathThatWasRouted() throws Exception {
        try (RunningApplication running =
                start(Application.class, "faregate.guarded-paths=/api/**", "faregate.open-paths=/api/open/**")) {
            require(running, 401, "/api/secret.txt");
            require(running, 200, "/api/open/free.txt", "/css/style.css");
            for (String path : List.of(
                    "//api/secret.txt",
                    "/./api/secret.txt",
                    "/css/../api/secret.txt",
                    "/css/%2e%2e/api/secret.txt",
                    "/api//secret.txt",
                    "/API/secret.txt",
                    "/api/open/../secret.txt",
                    "/api/open/..;/secret.txt",
                    "/%61pi/secret.txt",
                    "/;/api/secret.txt",
                    "/css/..%2fapi/secret.txt",
                    "/css%5c..%5capi/secret.txt")) {
                assertThat(running.raw("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close"))
                        .as(path)
                        .isIn(400, 401);
            }
        }
    }

    @Test
    void everythingButOpenPathsIsGuarded() throws Exception {
        try (RunningApplication running = start(Application.class, "faregate.open-paths=/home,/css/**")) {
            require(running, 401, "/api/rows", "/api/open/1", "/api/secret.txt", "/CSS/style.css", "/nothing", "/HOME");
            require(running, 200, "/home", "/css/style.css");
        }
    }

    @Test
    void caseInsensitiveRoutesAreGuardedInEachSpelling() throws Exception {
        try (RunningApplication running = start(CaseInsensitive.class, "faregate.guarded-paths=/API/**")) {
            require(running, 401, "/api/rows", "/API/rows", "/Api/Rows");
            require(running, 200, "/home", "/HOME");
        }
    }

    @Test
    void contextAndServletPathBelongToThePaths() throws Exception {
        try (RunningApplication running = start(
                Application.class,
                "server.servlet.context-path=/app",
                "spring.mvc.servlet.path=/v1",
                "faregate.guarded-paths=/app/v1/api/**",
                "faregate.open-paths=/app/v1/api/open/**")) {
            require(running, 401, "/app/v1/api/rows", "/app/v1/api/secret.txt");
            require(running, 200, "/app/v1/api/open/1", "/app/v1/home", "/app/v1/css/style.css");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "faregate.guarded-paths=/api/**,/api/*/*/*",
                "faregate.guarded-paths=/app/api/**",
                "faregate.guarded-paths=/apis/v1/**",
                "faregate.guarded-paths=/homes",
                "faregate.guarded-paths=/styles/css/**"
            })
    void pathWithoutHandlerStopsTheStart(String property) {
        assertThatThrownBy(() -> start(Application.class, property).close())
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining(
                        property.substring(property.lastIndexOf(',') + 1).replace("faregate.guarded-paths=", ""))
                .hasMessageContaining("without a handler")
                .hasMessageContaining("/api/rows");
    }

    @Test
    void openPathWithoutHandlerStopsTheStart() {
        assertThatThrownBy(() -> start(
                                Application.class,
                                "faregate.open-paths=/welcome",
                                "spring.web.resources.add-mappings=false")
                        .close())
                .extracting(RunningApplication::rootOf, THROWABLE)
                .hasMessageContaining("faregate.open-paths: /welcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faregate.guarded-paths=", "faregate.guarded-paths=api/**"})
    void emptyOrRelativePathStopsTheStart(String property) {
        assertThatThrownBy(() -> start(Application.class, property).close())
                .hasStackTraceContaining("faregate.guarded-paths: ")
                .hasStackTraceContaining("(expected: ");
    }
}
