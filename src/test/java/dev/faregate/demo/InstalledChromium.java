package dev.faregate.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where Chromium and its driver are on this machine. Without them, browser tests are not run, which is said aloud; where
 * {@code FAREGATE_BROWSER=required} is set, as in CI, they fail instead.
 */
final class InstalledChromium implements ExecutionCondition {

    static Optional<File> browser() {
        return onPath("chromium", "chromium-browser", "google-chrome");
    }

    static Optional<File> driver() {
        return onPath("chromedriver");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (browser().isPresent() && driver().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is installed");
        }
        if ("required".equals(System.getenv("FAREGATE_BROWSER"))) {
            return ConditionEvaluationResult.enabled("they are required, and will fail");
        }
        String reason = "BROWSER TESTS NOT RUN: " + context.getDisplayName()
                + " needs chromium and chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)";
        System.err.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static Optional<File> onPath(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toFile)
                .findFirst();
    }
}
