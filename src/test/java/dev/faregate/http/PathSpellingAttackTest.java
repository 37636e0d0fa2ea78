package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spelling a path another way buys no further bucket, and no handler. */
class PathSpellingAttackTest {

    private final GuardedApi api = new GuardedApi();
    private final String reader = api.reader();
    private final RequestGuard guard = api.guard().build();

    private int get(String path) {
        return status(guard.check(FakeRequest.get(path, reader), ENDPOINTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//rows",
                "/rows/",
                "/rows//",
                "/ROWS",
                "/rows;x=1",
                "/rows;",
                "/ro%77s",
                "/%72ows",
                "/./rows",
                "/rows/.",
                "/rows/..",
                "/x/../rows",
                "/%2e/rows",
                "/rows/%2e%2e",
                "/rows%2f7",
                "/rows%2F",
                "/rows%00",
                "/rows%20",
                "/rows\\",
                "/rows?",
                "/rows#",
                "/rows%3Bx",
                "rows",
                ""
            })
    void otherSpellingReachesNoEndpointAndSharesTheBucketOfAllSuch(String path) {
        assertThat(get(path)).isEqualTo(404);
        for (int i = 0; i < 4; i++) {
            assertThat(get("/nowhere" + i)).isEqualTo(404);
        }
        assertThat(get(path)).isEqualTo(429);
        assertThat(get("/rows")).isEqualTo(200);
    }

    @Test
    void thousandMadeUpPathsShareOneBucket() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            statuses.add(get("/made/up/" + i));
        }
        assertThat(statuses).filteredOn(status -> status == 404).hasSize(5);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(995);
    }

    @Test
    void variablesOfAPathAreNoBucketsOfTheirOwn() {
        for (int i = 0; i < 5; i++) {
            assertThat(get("/rows/" + i)).isEqualTo(200);
        }
        assertThat(get("/rows/another")).isEqualTo(429);
    }

    @Test
    void callersNamesCannotBeMadeToCollideWithPaths() {
        RequestGuard byText =
                api.guard().limitedBy(caller -> "7 GET /rows/{id}").build();
        FakeRequest rows = FakeRequest.get("/rows", reader);
        for (int i = 0; i < 5; i++) {
            assertThat(status(byText.check(rows, ENDPOINTS))).isEqualTo(200);
        }
        assertThat(status(byText.check(FakeRequest.get("/rows/7", reader), ENDPOINTS)))
                .isEqualTo(200);
    }

    @Test
    void methodsThatAreMadeUpShareTheBucketOfTheUnknown() {
        for (int i = 0; i < 5; i++) {
            assertThat(status(guard.check(FakeRequest.of("MADEUP" + i, "/rows", reader), ENDPOINTS)))
                    .isEqualTo(405);
        }
        assertThat(status(guard.check(FakeRequest.of("get", "/rows", reader), ENDPOINTS)))
                .isEqualTo(429);
    }
}
