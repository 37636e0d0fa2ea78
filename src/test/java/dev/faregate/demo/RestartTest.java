package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.demo.store.StorageSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo over stores that outlive it: what its users have is theirs after a restart, and what is dead stays dead. */
class RestartTest {

    private static final String BOXHERO_TOKENS = "/boxhero/settings/integrations/api-tokens";
    private static final String SEATABLE_TOKENS = "/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/";
    private static final String PRODUCTS = "/nocodb/api/v1/db/data/noco/Shop/Products";
    private static final String EXCHANGE = "/seatable/api/v2.1/dtable/app-access-token/";
    private static final String SESSION_OVER = "{\"msg\":\"Token Expired. Please login again.\"}";
    private static final String BASE_TOKEN_OVER = "{\"error_msg\":\"Token expired.\"}";

    /** What a user keeps outside of the demo. */
    private record Kept(
            String boxhero,
            String session,
            String refreshCookie,
            String signedOut,
            String nocodb,
            String account,
            String seatable,
            String baseToken,
            String deleted,
            String deletedBaseToken,
            String rows) {}

    /** As the servers of stores have it, too. */
    private final MovableTime time = new MovableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres", "redis"})
    void everyTokenIsKept(String store) throws Exception {
        StorageSettings settings = fresh(store);
        Kept kept;
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            kept = used(demo);
        }
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            assertThat(boxHero(demo, kept.boxhero())).isEqualTo(200);
            assertThat(demo.get(PRODUCTS, "xc-token", kept.nocodb()).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> list = demo.get("/nocodb/api/v1/tokens", "xc-auth", kept.session());
            assertThat(list.body()).as("shown again").contains(kept.nocodb());
            assertThat(demo.get(SEATABLE_TOKENS, "Authorization", "Token " + kept.account())
                            .body())
                    .as("shown again")
                    .contains(kept.seatable(), "\"app_name\":\"kept\"")
                    .doesNotContain(kept.deleted());
            assertThat(rows(demo, kept, kept.baseToken()).statusCode()).isEqualTo(200);
            assertThat(exchange(demo, kept.seatable()).statusCode()).isEqualTo(200);

            assertThat(exchange(demo, kept.deleted()).statusCode()).isEqualTo(403);
            assertThat(rows(demo, kept, kept.deletedBaseToken()).body()).isEqualTo(BASE_TOKEN_OVER);
            assertThat(me(demo, kept.signedOut()).body()).isEqualTo(SESSION_OVER);

            HttpResponse<String> refreshed =
                    demo.post("/nocodb/api/v1/auth/token/refresh", "", "Cookie", kept.refreshCookie());
            assertThat(refreshed.statusCode()).isEqualTo(200);
            assertThat(demo.delete(SEATABLE_TOKENS + "kept/", "Authorization", "Token " + kept.account())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(rows(demo, kept, kept.baseToken()).body())
                    .as("made before the restart, dead with its API token after it")
                    .isEqualTo(BASE_TOKEN_OVER);
        }
    }

    /** Each at the very end of its life and just before. */
    @Test
    void livesEndWhenTheyAreOverAndApiTokensHaveNone() throws Exception {
        StorageSettings settings = fresh("sqlite");
        Kept kept;
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            kept = used(demo);
        }
        try (RunningDemo demo = over(settings, Duration.parse("PT9H59M59S"))) {
            assertThat(me(demo, kept.session()).statusCode()).isEqualTo(200);
        }
        try (RunningDemo demo = over(settings, Duration.parse("PT10H"))) {
            assertThat(me(demo, kept.session()).statusCode()).isEqualTo(401);
            assertThat(me(demo, kept.session()).body()).isEqualTo(SESSION_OVER);
        }
        try (RunningDemo demo = over(settings, Duration.parse("P2DT23H59M59S"))) {
            assertThat(rows(demo, kept, kept.baseToken()).statusCode()).isEqualTo(200);
        }
        try (RunningDemo demo = over(settings, Duration.parse("P3D"))) {
            assertThat(rows(demo, kept, kept.baseToken()).statusCode()).isEqualTo(403);
            assertThat(rows(demo, kept, kept.baseToken()).body()).isEqualTo(BASE_TOKEN_OVER);
            assertThat(demo.get("/").body()).contains("ahead of this machine's by 3 d.");
        }
        try (RunningDemo demo = over(settings, Duration.ofDays(3_000))) {
            HttpResponse<String> exchanged = exchange(demo, kept.seatable());
            assertThat(exchanged.statusCode()).isEqualTo(200);
            assertThat(rows(demo, kept, RunningDemo.text(exchanged, "access_token"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(demo.get(PRODUCTS, "xc-token", kept.nocodb()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void bucketsAreKept() throws Exception {
        StorageSettings settings = fresh("sqlite");
        String apiToken;
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            apiToken = used(demo).boxhero();
            for (int i = 0; i < 4; i++) {
                assertThat(boxHero(demo, apiToken)).isEqualTo(200);
            }
        }
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            assertThat(boxHero(demo, apiToken)).isEqualTo(429);
        }
        try (RunningDemo demo = over(settings, Duration.ofSeconds(1))) {
            assertThat(boxHero(demo, apiToken)).isEqualTo(200);
        }
    }

    @Test
    void nobodyElseReadsTheKeys() throws Exception {
        StorageSettings settings = fresh("sqlite");
        over(settings, Duration.ZERO).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.folder())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(settings.folder().resolve("keys.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void damagedKeysAreAClearError() throws Exception {
        StorageSettings settings = fresh("sqlite");
        over(settings, Duration.ZERO).close();
        Path keys = settings.folder().resolve("keys.properties");
        Files.writeString(keys, Files.readString(keys).replaceAll("(boxhero\\.signing=....).*", "$1"));
        assertThatThrownBy(() -> over(settings, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keys.properties: damaged at boxhero.signing (expected: 32 bytes in base64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "redis"})
    void twoDemosDoNotShareAFolder(String store) throws Exception {
        StorageSettings settings = fresh(store);
        try (RunningDemo demo = over(settings, Duration.ZERO)) {
            assertThatThrownBy(() -> over(settings, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is in use by another demo", "-Dstore.dir");
            assertThat(demo.get("/").statusCode()).isEqualTo(200);
        }
        over(settings, Duration.ZERO).close();
    }

    @ParameterizedTest
    @CsvSource({
        "memory, the memory of this process, end with the process",
        "sqlite, 'SQLite, in target', A restart on the same store keeps",
        "redis, 'Redis and SQLite, in target', A restart on the same store keeps"
    })
    void thePageSaysWhatBecomesOfTokens(String store, String place, String promise) throws Exception {
        try (RunningDemo demo = over(fresh(store), Duration.ZERO)) {
            assertThat(demo.get("/").body())
                    .contains("kept in " + place)
                    .contains(promise)
                    .doesNotContain("clock is ahead", "class=\"situation\"");
        }
    }

    private RunningDemo over(StorageSettings settings, Duration offset) {
        return RunningDemo.over(settings, time, offset);
    }

    /** Uses each system as a user does; the demo may end then. */
    private static Kept used(RunningDemo demo) throws Exception {
        String[] ada = {"Authorization", RunningDemo.basic("ada@example.com", "correct-horse")};
        String boxhero = RunningDemo.text(demo.post(BOXHERO_TOKENS, "{\"name\":\"kept\"}", ada), "token");
        assertThat(boxHero(demo, boxhero)).isEqualTo(200);

        HttpResponse<String> signedIn = signIn(demo);
        String session = RunningDemo.text(signedIn, "token");
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
        String signedOut = RunningDemo.text(signIn(demo), "token");
        demo.post("/nocodb/api/v1/auth/user/signout", "", "xc-auth", signedOut);
        String nocodb = RunningDemo.text(
                demo.post("/nocodb/api/v1/tokens", "{\"description\":\"kept\"}", "xc-auth", session), "token");

        String account = RunningDemo.text(
                demo.post("/seatable/api2/auth-token/", "username=ada%40example.com&password=correct-horse"), "token");
        String seatable = createSeaTable(demo, account, "kept");
        HttpResponse<String> exchanged = exchange(demo, seatable);
        String rows = "/seatable/api-gateway/api/v2/dtables/" + RunningDemo.text(exchanged, "dtable_uuid")
                + "/rows/?table_name=Items";
        String deleted = createSeaTable(demo, account, "deleted");
        String deletedBaseToken = RunningDemo.text(exchange(demo, deleted), "access_token");
        demo.delete(SEATABLE_TOKENS + "deleted/", "Authorization", "Token " + account);
        return new Kept(
                boxhero,
                session,
                cookie,
                signedOut,
                nocodb,
                account,
                seatable,
                RunningDemo.text(exchanged, "access_token"),
                deleted,
                deletedBaseToken,
                rows);
    }

    private static HttpResponse<String> signIn(RunningDemo demo) throws Exception {
        return demo.post(
                "/nocodb/api/v1/auth/user/signin", "{\"email\":\"ada@example.com\",\"password\":\"correct-horse\"}");
    }

    private static String createSeaTable(RunningDemo demo, String account, String name) throws Exception {
        return RunningDemo.text(
                demo.post(SEATABLE_TOKENS, "app_name=" + name + "&permission=rw", "Authorization", "Token " + account),
                "api_token");
    }

    private static HttpResponse<String> exchange(RunningDemo demo, String apiToken) throws Exception {
        return demo.get(EXCHANGE, "Authorization", "Token " + apiToken);
    }

    private static HttpResponse<String> rows(RunningDemo demo, Kept kept, String baseToken) throws Exception {
        return demo.get(kept.rows(), "Authorization", "Bearer " + baseToken);
    }

    private static HttpResponse<String> me(RunningDemo demo, String session) throws Exception {
        return demo.get("/nocodb/api/v1/auth/user/me", "xc-auth", session);
    }

    private static int boxHero(RunningDemo demo, String apiToken) throws Exception {
        return demo.get("/boxhero/v1/items", "Authorization", "Bearer " + apiToken)
                .statusCode();
    }

    private static StorageSettings fresh(String store) throws IOException {
        Path stores = Files.createDirectories(Path.of("target", "demo-restarts"));
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "store",
                store,
                "store.dir",
                Files.createTempDirectory(stores, store).toString()));
        return StorageSettings.of(properties);
    }
}
