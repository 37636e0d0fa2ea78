package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** The core needs its three dependencies and nothing else, not even the JDK's optional modules. */
class OptionalJarsTest {

    private static final Path CLASSES = Path.of("target", "classes");

    @Test
    void everyCoreClassLoadsWithThreeJarsOnly() throws Exception {
        List<String> names = coreClasses();
        assertThat(names).contains("dev.faregate.Faregate", "dev.faregate.ratelimit.RateLimiter");
        try (URLClassLoader core = coreLoader()) {
            for (String name : names) {
                assertThat(Class.forName(name, true, core).getClassLoader())
                        .as(name)
                        .isSameAs(core);
            }
        }
    }

    @Test
    void coreWorksWithThreeJarsOnly() throws Exception {
        try (URLClassLoader core = coreLoader()) {
            Class<?> facade = Class.forName("dev.faregate.Faregate", true, core);
            Object builder = facade.getMethod("builder").invoke(null);
            Method build = builder.getClass().getMethod("build");
            Object faregate = build.invoke(builder);
            Class<?> ownerType = Class.forName("dev.faregate.identity.Owner", true, core);
            Object owner = ownerType.getMethod("of", String.class).invoke(null, "ada");
            Object sessions = facade.getMethod("sessionTokens").invoke(faregate);
            Object signedIn = sessions.getClass().getMethod("signIn", ownerType).invoke(sessions, owner);
            Object session = Class.forName("dev.faregate.identity.Verification", true, core)
                    .getMethod("orElseThrow")
                    .invoke(signedIn);
            Object text = session.getClass().getMethod("text").invoke(session);
            Object verification =
                    sessions.getClass().getMethod("verify", String.class).invoke(sessions, text);
            assertThat(verification.getClass().getSimpleName()).isEqualTo("Accepted");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grpc.GuardInterceptor, io/grpc",
        "httpserver.GuardedHandler, com/sun/net/httpserver",
        "jaxrs.GuardFeature, jakarta/ws/rs",
        "micrometer.GuardMeters, io/micrometer",
        "servlet.GuardFilter, jakarta/servlet",
        "spring.GuardInterceptor, org/springframework",
        "vertx.RouteGuard, io/vertx",
    })
    void adapterNeedsWhatItAdapts(String adapter, String needed) throws Exception {
        try (URLClassLoader core = coreLoader()) {
            assertThatThrownBy(() -> Class.forName("dev.faregate.integration." + adapter, true, core)
                            .getDeclaredConstructors())
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining(needed);
        }
    }

    @Test
    void storesInRedisLoadWithoutTheClientsThatAreNotUsed() throws Exception {
        List<String> names = classes(name -> name.startsWith("dev.faregate.integration.redis."));
        assertThat(names).contains("dev.faregate.integration.redis.RedisStores");
        try (URLClassLoader core = coreLoader()) {
            for (String name : names) {
                boolean speaksToAClient = name.matches(".*[.](Lettuce|Jedis)[^.]*");
                if (speaksToAClient) {
                    continue;
                }
                Class<?> type = Class.forName(name, true, core);
                assertThat(type.getDeclaredMethods()).as(name).isNotNull();
            }
            for (String driver : List.of("LettuceDriver", "JedisDriver")) {
                assertThatThrownBy(() -> Class.forName("dev.faregate.integration.redis." + driver, true, core)
                                .getDeclaredMethods())
                        .isInstanceOf(NoClassDefFoundError.class);
            }
        }
    }

    private static List<String> coreClasses() throws IOException {
        return classes(name -> !name.startsWith("dev.faregate.integration."));
    }

    private static List<String> classes(Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(CLASSES::relativize)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace(Path.of("a", "b").toString().charAt(1), '.'))
                    .filter(name -> !name.equals("module-info"))
                    .filter(wanted)
                    .filter(name -> !name.endsWith("package-info"))
                    .toList();
        }
    }

    private static URLClassLoader coreLoader() throws IOException {
        URL[] jars = {
            CLASSES.toUri().toURL(), jarOf(Caffeine.class), jarOf(JWSObject.class), jarOf(Logger.class),
        };
        return new URLClassLoader(jars, new WithoutOptionalModules());
    }

    private static URL jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** The platform's classes, less the JDK's HTTP server. */
    private static final class WithoutOptionalModules extends ClassLoader {
        WithoutOptionalModules() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.sun.net.httpserver.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
