package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether paths and methods that were made up get one further. */
interface PathCases {

    List<String> SPELLINGS = List.of(
            "//rows",
            "/rows/",
            "/rows//",
            "///rows",
            "/ROWS",
            "/Rows",
            "/rows;x=1",
            "/;x=1/rows",
            "/rows;jsessionid=1",
            "/r%6Fws",
            "/%72ows",
            "/./rows",
            "/x/../rows",
            "/%2e/rows",
            "/x/%2e%2e/rows",
            "/rows%2f",
            "/rows%20",
            "/rows%00",
            "/rows%3b",
            "/rows.json",
            "/rows%0d%0a",
            "/rows%5c",
            "/rows%c0%af",
            "/rows?x=1",
            "/rows?",
            "/rows/%2e",
            "/rows/..;/rows");

    Subject subject();

    /** Another spelling may well be another endpoint; of this one there is no more. */
    @Test
    default void otherSpellingsOfAPathGetNoFurtherPermits() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        int before = subject().api.calls(Api.LIST);
        for (String spelling : SPELLINGS) {
            subject().raw("GET " + spelling, caller.header());
            assertThat(subject().api.calls(Api.LIST)).as(spelling).isEqualTo(before);
        }
    }

    @Test
    default void otherSpellingsOfAPathNeedACredential() throws Exception {
        int before = subject().api.calls();
        for (String spelling : SPELLINGS) {
            for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "TRACE", "BREW")) {
                subject().raw(method + ' ' + spelling);
                assertThat(subject().api.calls()).as(method + ' ' + spelling).isEqualTo(before);
            }
        }
    }

    @Test
    default void madeUpPathsAreNotFoundAndGetNoBucketEach() throws Exception {
        Client caller = subject().newClient();
        for (int i = 0; i < 20; i++) {
            assertThat(RawHttp.status(subject().raw("GET /made/up/" + i, caller.header())))
                    .isIn(404, 429);
        }
        assertThat(subject().guardedEndpoints).noneMatch(endpoint -> endpoint.contains("made"));
    }

    @Test
    default void madeUpMethodsAreNotCarriedOutAndGetNoBucketEach() throws Exception {
        Client caller = subject().newClient();
        int before = subject().api.calls();
        for (int i = 0; i < 20; i++) {
            assertThat(RawHttp.status(subject().raw("BREW" + (char) ('A' + i) + " /rows", caller.header())))
                    .isIn(400, 404, 405, 429, 501);
        }
        assertThat(subject().api.calls()).isEqualTo(before);
        assertThat(subject().guardedEndpoints).noneMatch(endpoint -> endpoint.contains("BREW"));
    }

    @Test
    default void onlyTheAuthenticatedLearnWhichPathsThereAre() throws Exception {
        int before = subject().api.calls();
        assertThat(RawHttp.status(
                        subject().raw("GET /made/up", subject().newClient().header())))
                .isEqualTo(404);
        assertThat(RawHttp.status(subject().raw("GET /made/up"))).isEqualTo(401);
        assertThat(RawHttp.status(subject().raw("GET /made/up", "Authorization: Bearer fg_junk")))
                .isEqualTo(401);
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    /** Many a framework answers a method for which it has no route by itself, once it may; with a guard it is 405, see the matrix. */
    @Test
    default void onlyTheAuthenticatedLearnWhichMethodsThereAre() throws Exception {
        int before = subject().api.calls();
        String answer = subject().raw("DELETE /rows", subject().newClient().header());
        assertThat(RawHttp.status(answer)).isIn(404, 405);
        if (RawHttp.status(answer) == 405) {
            assertThat(new RawAnswer(405, answer).header("Allow"))
                    .singleElement()
                    .asString()
                    .contains("GET", "POST");
        }
        assertThat(RawHttp.status(subject().raw("DELETE /rows"))).isEqualTo(401);
        assertThat(RawHttp.status(subject().raw("DELETE /rows", "Authorization: Bearer fg_junk")))
                .isEqualTo(401);
        assertThat(subject().api.calls()).isEqualTo(before);
    }
}
