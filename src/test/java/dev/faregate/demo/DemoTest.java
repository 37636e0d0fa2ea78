package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.demo.service.Surroundings;
import dev.faregate.demo.walk.Walk;
import dev.faregate.integration.redis.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void walksThroughTheThreeSystemsOnce() throws Exception {
        assertThat(run("0", "true")).isZero();
        assertThat(printed(out).lines().findFirst().orElseThrow())
                .matches("Faregate demo ready at http://127\\.0\\.0\\.1:[0-9]+/");
        assertThat(printed(out))
                .containsSubsequence(
                        "BoxHero",
                        "429 Too Many Requests",
                        "Retry-After: 1",
                        "NocoDB",
                        "Token Expired. Please login again.",
                        "SeaTable",
                        "Token expired.",
                        "Permission denied.")
                .containsPattern("All [0-9]+ steps went as promised\\.")
                .doesNotContain("BROKEN PROMISE");
        assertThat(printed(err)).isEmpty();
    }

    @Test
    void printsNoWholeToken() throws Exception {
        run("0", "true");
        assertThat(printed(out))
                .doesNotContainPattern("[^-0-9a-f][0-9a-f]{40}[^-0-9a-f]")
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{10}")
                .doesNotContainPattern("boxhero_[0-9A-Za-z]{10}");
    }

    @Test
    void aBrokenPromiseShowsInTheStatus() throws Exception {
        MovableTime standingStill = new MovableTime();
        assertThat(run("0", "true", new Surroundings(standingStill, standingStill, Map.of(), Runnable::run)))
                .isEqualTo(1);
        assertThat(printed(out))
                .contains("BROKEN PROMISE: expected status 200, got 429")
                .contains("1 of the 3 systems broke a promise");
    }

    @Test
    void doesNotStartInAnEnvironmentThatMakesNoSense() throws Exception {
        MovableTime time = new MovableTime();
        assertThat(run("0", "true", new Surroundings(time, time, Map.of("NC_JWT_EXPIRES_IN", "soon"), Runnable::run)))
                .isNotZero();
        assertThat(printed(err).lines()).singleElement().asString().contains("NC_JWT_EXPIRES_IN", "\"soon\"");
    }

    @Test
    void tellsOfBrokenPromises() throws Exception {
        try (BrokenServer broken = BrokenServer.start()) {
            boolean kept = new Walk(broken.address(), new PrintStream(out, true, StandardCharsets.UTF_8)).run();
            assertThat(kept).isFalse();
        }
        assertThat(printed(out))
                .contains("BROKEN PROMISE: expected status 201, got 500")
                .contains("3 of the 3 systems broke a promise")
                .doesNotContain("went as promised");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eighty", "-1", "65536", "99999999999", "", " 80"})
    void refusesWhatIsNoPort(String port) throws Exception {
        assertThat(run(port, "true")).isNotZero();
        assertThat(printed(err).lines())
                .containsExactly("Faregate demo: port: \"" + port + "\" (expected: 0 to 65535)");
        assertThat(printed(out)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store | mysql | store: \"mysql\" (expected: one of memory, sqlite, postgres, redis)",
                "store.url | redis://there | store.url: given with store memory (expected: only with postgres, redis)",
                "offset | soon | offset: \"soon\" (expected: a time such as 10h, 3d or P3DT1M, up to 3650d)",
                "offset | -3h | offset: \"-3h\" (expected: a time such as 10h, 3d or P3DT1M, up to 3650d)",
                "offset | 9999d | offset: \"9999d\" (expected: a time such as 10h, 3d or P3DT1M, up to 3650d)"
            })
    void refusesOptionsThatMakeNoSense(String name, String value, String message) throws Exception {
        assertThat(run(Map.of("port", "0", "once", "true", name, value))).isEqualTo(2);
        assertThat(printed(err).lines()).containsExactly("Faregate demo: " + message);
        assertThat(printed(out)).isEmpty();
    }

    /** An address may hold a password, so it is not repeated. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres | mysql://root:s3cret@db | store.url: no address of a PostgreSQL",
                "postgres | jdbc:postgresql://127.0.0.1:1/x?user=a&password=s3cret | store postgres: the server does not let us in",
                "redis | http://:s3cret@there | store.url: no address of a Redis",
                "redis | redis://:s3cret@127.0.0.1:1 | store redis: "
            })
    void refusesServersThatAreNotThere(String store, String url, String message) throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "demo-restarts")), "away");
        assertThat(run(Map.of(
                        "port", "0", "once", "true", "store", store, "store.url", url, "store.dir", folder.toString())))
                .isEqualTo(2);
        assertThat(printed(err).lines()).singleElement().asString().startsWith("Faregate demo: " + message);
        assertThat(printed(err)).doesNotContain("s3cret");
        assertThat(printed(out)).isEmpty();
    }

    @Test
    void usesAServerThatRunsAlready() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "demo-restarts")), "given");
        assertThat(run(Map.of(
                        "port",
                        "0",
                        "once",
                        "true",
                        "store",
                        "redis",
                        "store.url",
                        RedisServer.shared().uri(),
                        "store.dir",
                        folder.toString())))
                .isZero();
        assertThat(printed(out)).contains("are kept in the given Redis, and SQLite in " + folder);
    }

    @Test
    void saysWhatTimeItThinksItIs() throws Exception {
        assertThat(run(Map.of("port", "0", "once", "true", "offset", "P3DT1M"))).isZero();
        assertThat(printed(out)).contains("The services' clock is ahead of this machine's by 3 d 1 min.");
    }

    @Test
    void walksOverAStoreThatIsInUse() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "demo-restarts")), "walk");
        Map<String, String> options =
                Map.of("port", "0", "once", "true", "store", "sqlite", "store.dir", folder.toString());
        assertThat(run(options)).isZero();
        assertThat(run(options)).isZero();
        assertThat(printed(out)).contains("A restart on the same store keeps every API token");
    }

    @Test
    void refusesPortThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            assertThat(run(port, "true")).isNotZero();
            assertThat(printed(err).lines())
                    .singleElement()
                    .asString()
                    .contains("port " + port + " is taken", "-Dport");
        }
    }

    @Test
    void startPageNamesSystemsAndUsers() throws Exception {
        try (RunningDemo demo = RunningDemo.started()) {
            HttpResponse<String> page = demo.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.body()).contains("BoxHero", "NocoDB", "SeaTable", "ada@example.com", "grace@example.com");
            assertThat(demo.send("HEAD", "/", "").statusCode()).isEqualTo(200);
            assertThat(demo.post("/", "x").statusCode()).isEqualTo(405);
        }
    }

    private int run(String port, String once) throws IOException {
        return run(port, once, Surroundings.ofThisProcess());
    }

    private int run(String port, String once, Surroundings surroundings) throws IOException {
        return run(Map.of("port", port, "once", once), surroundings);
    }

    private int run(Map<String, String> options) throws IOException {
        return run(options, Surroundings.ofThisProcess());
    }

    private int run(Map<String, String> options, Surroundings surroundings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(options);
        Demo demo = new Demo(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return demo.run(properties, surroundings);
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
