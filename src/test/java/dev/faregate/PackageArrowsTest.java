package dev.faregate;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Packages are features, and arrows between them point one way: down this table. */
class PackageArrowsTest {

    private static final List<String> TOP_TO_BOTTOM = List.of(
            "integration.grpc",
            "integration.httpserver",
            "integration.jaxrs",
            "integration.jdbc",
            "integration.micrometer",
            "integration.redis",
            "integration.servlet",
            "integration.webflux",
            "integration.spring",
            "integration.spring.routes",
            "integration.vertx",
            "",
            "http",
            "exchange",
            "apitoken",
            "basetoken",
            "revocation",
            "ratelimit",
            "identity");

    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("integration.grpc", Set.of("http", "identity")),
            entry("integration.httpserver", Set.of("http")),
            entry("integration.jaxrs", Set.of("http", "identity")),
            entry("integration.jdbc", Set.of("exchange", "apitoken", "revocation", "ratelimit", "identity")),
            entry("integration.micrometer", Set.of("http", "apitoken", "revocation", "ratelimit", "identity")),
            entry("integration.redis", Set.of("exchange", "revocation", "ratelimit", "identity")),
            entry("integration.servlet", Set.of("http", "identity")),
            entry(
                    "integration.spring",
                    Set.of(
                            "integration.spring.routes",
                            "",
                            "http",
                            "exchange",
                            "apitoken",
                            "basetoken",
                            "ratelimit",
                            "identity")),
            entry("integration.vertx", Set.of("http", "identity")),
            entry(
                    "integration.webflux",
                    Set.of("integration.spring", "integration.spring.routes", "", "http", "ratelimit", "identity")),
            entry("", Set.of("http", "exchange", "apitoken", "basetoken", "revocation", "ratelimit", "identity")),
            entry("http", Set.of("exchange", "apitoken", "basetoken", "ratelimit", "identity")),
            entry("exchange", Set.of("apitoken", "basetoken", "revocation", "identity")),
            entry("apitoken", Set.of("revocation", "ratelimit", "identity")),
            entry("basetoken", Set.of("revocation", "identity")),
            entry("revocation", Set.of("identity")));

    private static final String ROOT = "dev.faregate";

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesUseEachOtherOnlyAsTheTableSays() {
        Map<String, Set<String>> actual = new TreeMap<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass();
                if (isOurs(from) && isOurs(to) && !feature(from).equals(feature(to))) {
                    actual.computeIfAbsent(feature(from), absent -> new TreeSet<>())
                            .add(feature(to));
                }
            }
        }
        assertThat(actual).isEqualTo(ARROWS);
    }

    @Test
    void everyArrowOfTheTablePointsDown() {
        ARROWS.forEach((from, targets) -> assertThat(targets)
                .as("arrows from %s", from)
                .allMatch(to -> TOP_TO_BOTTOM.indexOf(to) > TOP_TO_BOTTOM.indexOf(from)));
    }

    @Test
    void everyPackageHasItsPlaceInTheTable() {
        Set<String> features = new TreeSet<>();
        classes.stream().filter(PackageArrowsTest::isOurs).forEach(type -> features.add(feature(type)));
        assertThat(features).containsExactlyInAnyOrderElementsOf(TOP_TO_BOTTOM);
    }

    /** An application has Spring MVC or Spring WebFlux, and seldom both on its class path. */
    @Test
    void whatBothWebStacksOfSpringUseNeedsNeither() {
        assertThat(classes.stream().filter(PackageArrowsTest::isForBothStacks))
                .hasSizeGreaterThan(10)
                .allSatisfy(type -> assertThat(type.getDirectDependenciesFromSelf())
                        .extracting(dependency -> dependency.getTargetClass().getName())
                        .as("%s", type.getName())
                        .noneMatch(name -> name.startsWith("jakarta.servlet.")
                                || name.startsWith("org.springframework.web.servlet.")
                                || name.startsWith("org.springframework.web.reactive.")
                                || name.startsWith("org.springframework.web.server.")
                                || name.startsWith("reactor.")));
    }

    private static boolean isForBothStacks(JavaClass type) {
        return feature(type).equals("integration.spring.routes")
                || type.getName()
                        .matches(
                                ".*\\.integration\\.spring\\.(FaregateProperties|GuardChoice|FaregateAutoConfiguration)(\\$.*)?");
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static String feature(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}
