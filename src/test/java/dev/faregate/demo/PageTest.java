package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people do on the page. */
class PageTest extends PageVisit {

    @BeforeEach
    void openPage() {
        browser.open(demo);
    }

    @AfterEach
    void browserHasNothingToComplainOf() {
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void boxHerosMainJobIsDoneByKeyboardAlone() {
        browser.tabTo("#as-ada");
        browser.keys(Keys.ENTER);
        browser.awaitText("#who", "ada@example.com");
        browser.tabTo("#boxhero-name");
        browser.keysWith(Keys.CONTROL, "a");
        browser.keys("Forklift", Keys.ENTER);
        browser.awaitText("#boxhero .result", "201 Created");
        browser.tabTo("#boxhero .secret .quiet");
        browser.keys(Keys.ENTER);
        browser.awaitGone("#boxhero .secret");
        browser.tabTo("#boxhero .once");
        browser.keys(Keys.SPACE);
        browser.awaitText("#boxhero .answer .outcome", "200 OK");
        assertThat(browser.text("#boxhero .answer"))
                .contains("x-ratelimit-remaining\n4", "x-ratelimit-limit\n300", "Cardboard box", "RequestGuard.check");
        browser.tabBackTo("#boxhero .endpoints input");
        browser.keys(Keys.ARROW_DOWN);
        browser.tabTo("#boxhero .once");
        browser.keys(Keys.SPACE);
        browser.awaitText("#boxhero .answer", "/boxhero/v1/items/1");
        browser.tabBackTo("#boxhero .tokens .danger");
        browser.keys(Keys.ENTER);
        browser.awaitText("#boxhero .tokens", "No API token yet.");
        browser.tabTo("#boxhero .once");
        browser.keys(Keys.SPACE);
        browser.awaitText("#boxhero .answer .outcome", "401 Unauthorized");
    }

    @Test
    void boxHeroShowsAnApiTokenOnce() {
        signInAsAda();
        String secret = create("boxhero");
        assertThat(secret).startsWith("boxhero_");
        browser.press("#boxhero .secret .quiet");
        assertThat(document()).doesNotContain(secret);
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer .outcome", "200 OK");
        assertThat(document()).doesNotContain(secret);
    }

    @Test
    void bucketDrainsTo429AndRefills() {
        signInAsAda();
        create("boxhero");
        browser.script("const range = document.querySelector('#boxhero input[type=range]');"
                + "range.value = 20; range.dispatchEvent(new Event('input'));");
        browser.press("#boxhero .repeat");
        browser.await("429s in their lane", () -> browser.number("#boxhero .lane.limited .count") > 3);
        assertThat(browser.number("#boxhero .lane.fine .count")).isEqualTo(5);
        browser.awaitText("#boxhero .chart .left", "0 of 5 permits left");
        browser.awaitText("#boxhero .answer", "429 Too Many Requests");
        assertThat(browser.text("#boxhero .answer")).contains("retry-after\n1", "RateLimiter.take");
        assertThat(String.valueOf(browser.script("return document.querySelector('#boxhero .tally').textContent")))
                .contains("5 answered");
        browser.press("#boxhero .repeat");
        browser.awaitText("#boxhero .chart .left", "5 of 5 permits left");
        demo.time.pass(Duration.ofSeconds(1));
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer .outcome", "200 OK");
        assertThat(browser.text("#boxhero .answer")).contains("x-ratelimit-remaining\n4");
        assertThat(browser.number("#boxhero .lane.fine .count")).isEqualTo(6);
    }

    @Test
    void madeUpApiTokenIsRefusedHoweverOftenItIsSentAndEmptiesNoBucket() {
        signInAsAda();
        browser.type("#boxhero-token", "made-up");
        browser.press("#boxhero .repeat");
        browser.await("401s in their lane", () -> browser.number("#boxhero .lane.refused .count") > 25);
        browser.press("#boxhero .repeat");
        browser.awaitText("#boxhero .answer .outcome", "401 Unauthorized");
        assertThat(browser.text("#boxhero .chart .left")).isEqualTo("5 of 5 permits left");
        assertThat(browser.number("#boxhero .lane.fine .count")).isZero();
        assertThat(browser.number("#boxhero .lane.limited .count")).isZero();
    }

    @Test
    void deletedWhileCallsRunTheyDie() {
        signInAsAda();
        for (String system : List.of("boxhero", "nocodb")) {
            create(system);
            browser.press("#" + system + " .repeat");
            browser.await("answers", () -> browser.number("#" + system + " .lane.fine .count") > 2);
            browser.press("#" + system + " .tokens .danger");
            browser.await("refusals", () -> browser.number("#" + system + " .lane.refused .count") > 2);
            browser.awaitText("#" + system + " .answer .outcome", "401 Unauthorized");
            browser.press("#" + system + " .repeat");
        }
        create("seatable");
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable-left .time", "2 d 23 h 59 min");
        browser.press("#seatable .repeat");
        browser.await("answers", () -> browser.number("#seatable .lane.fine .count") > 2);
        browser.press("#seatable .tokens .danger");
        browser.await("refusals", () -> browser.number("#seatable .lane.refused .count") > 2);
        browser.awaitText("#seatable .answer", "403 Forbidden");
        browser.awaitText("#seatable-left", "dead");
        browser.press("#seatable .repeat");
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable [data-step=exchange] .result", "Permission denied.");
    }

    @Test
    void nocoDbHasOneApiTokenAndASessionThatEnds() {
        signInAsAda();
        browser.awaitText("#nocodb-life .time", "9 h 59 min");
        create("nocodb");
        browser.press("#nocodb .create [type=submit]");
        browser.awaitText("#nocodb [data-step=tokens] .result", "400 Bad Request");
        browser.press("#nocodb [value=xc-auth]");
        browser.press("#nocodb .once");
        browser.awaitText("#nocodb .answer .sent", "xc-auth: ");
        browser.awaitText("#nocodb .answer .outcome", "200 OK");
        browser.press("#nocodb-session");
        browser.awaitText("#nocodb-life", "dead signed out");
        browser.press("#nocodb .once");
        browser.awaitText("#nocodb .answer pre", "Token Expired. Please login again.");
        browser.press("#nocodb [value=xc-token]");
        browser.press("#nocodb .once");
        browser.awaitText("#nocodb .answer .outcome", "200 OK");
        browser.press("#nocodb-session");
        browser.awaitText("#nocodb-life .time", "9 h 59 min");
    }

    @Test
    void seaTableWritesUntilItsPermissionIsNarrowed() {
        signInAsAda();
        create("seatable");
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable-left .time", "2 d 23 h 59 min");
        browser.press("#seatable-left summary");
        assertThat(browser.text("#seatable-left dl"))
                .contains("app_name\nstock-report", "username\nada@example.com", "what it may do\nrw");
        browser.press("#seatable-read");
        browser.awaitText("#seatable .rows", "Lamp 12");
        browser.press("#seatable-add [type=submit]");
        browser.awaitText("#seatable .rows", "Sofa 4");
        browser.script("const select = document.querySelector('#seatable .tokens select');"
                + "select.value = 'r'; select.dispatchEvent(new Event('change'));");
        browser.awaitText("#seatable [data-step=tokens] .result", "TokenIssuer.changePermission");
        browser.press("#seatable-add [type=submit]");
        browser.awaitText("#seatable [data-step=rows] .result", "403 Forbidden");
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable [data-step=exchange] .result", "200 OK");
        browser.press("#seatable-read");
        browser.awaitText("#seatable .rows", "Sofa 4");
        browser.press("#seatable-add [type=submit]");
        browser.awaitText("#seatable [data-step=rows] .result", "its permission is READ");
    }

    @Test
    void baseTokenIsDeadWhenItsLifeIsOver() {
        signInAsAda();
        create("seatable");
        browser.script("document.getElementById('seatable-life').value = '10m'");
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable-left .time", "9 min");
        browser.press("#seatable .once");
        browser.awaitText("#seatable .answer .outcome", "200 OK");
        demo.time.pass(Duration.ofMinutes(10));
        browser.press("#seatable .once");
        browser.awaitText("#seatable .answer pre", "Token expired.");
        browser.awaitText("#seatable-left", "dead");
    }

    @Test
    void nextUserFindsNothingOfTheLastOne() {
        signInAsAda();
        List<String> secrets = List.of(create("boxhero"), create("nocodb"), create("seatable"));
        assertThat(documentAndFields()).contains(secrets);
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable-left", "left");
        browser.press("#seatable-read");
        browser.awaitText("#seatable .rows", "Lamp");
        browser.press("#boxhero .repeat");
        browser.await("answers", () -> browser.number("#boxhero .lane.fine .count") > 0);
        browser.press("#switch-user");
        browser.awaitText("#who", "grace@example.com");
        browser.awaitText("#seatable .tokens", "No API token");
        assertThat(documentAndFields()).doesNotContain(secrets).doesNotContain("Cardboard box", "Lamp");
        assertThat(browser.text("#boxhero .tokens")).contains("No API token");
        assertThat(browser.text("#nocodb .tokens")).contains("No API token");
        assertThat(browser.text("#boxhero .repeat")).isEqualTo("Start calling");
        assertThat(browser.number("#boxhero .lane.fine .count")).isZero();
        browser.press("#seatable-all");
        browser.awaitText("#seatable [data-step=tokens] .result", "403 Forbidden");

        browser.type("#seatable-name", "an app of Grace's");
        List<String> secretsOfGrace = SYSTEMS.stream().map(PageTest::create).toList();
        assertThat(documentAndFields()).contains(secretsOfGrace).doesNotContain(secrets);

        browser.press("#switch-user");
        browser.awaitText("#who", "ada@example.com");
        browser.awaitText("#nocodb .tokens", "Nightly export");
        assertThat(documentAndFields()).doesNotContain(secretsOfGrace);

        browser.press("#sign-out");
        browser.awaitText("#sign-in", "Continue as Ada");
        assertThat(documentAndFields()).doesNotContain(secrets).doesNotContain(secretsOfGrace);
        assertThat(browser.text("#account")).isEmpty();
        assertThat(keptByTheBrowser()).isEqualTo("0 0 null");
        browser.await("the refresh cookie to go", () -> browser.cookies().isEmpty());
    }

    private static String keptByTheBrowser() {
        return String.valueOf(
                browser.script("return localStorage.length + ' ' + sessionStorage.length + ' ' + history.state"));
    }

    @Test
    void copiesAgainWhereTheProductAllows() {
        browser.allowClipboard(demo);
        signInAsAda();
        for (String system : List.of("nocodb", "seatable")) {
            String secret = create(system);
            browser.press("#" + system + " .secret .quiet");
            browser.awaitGone("#" + system + " .secret");
            browser.clipboard("something else");
            browser.press("#" + system + " .tokens [aria-label^=Copy]");
            browser.awaitText("#" + system + " .tokens [aria-label^=Copy]", "Copied");
            assertThat(browser.clipboard()).isEqualTo(secret);
            assertThat(document()).doesNotContain(secret);
            browser.script("document.getElementById('" + system + "-token').value = ''");
            browser.press("#" + system + " .tokens [aria-label^=Use]");
            assertThat(documentAndFields()).contains(secret);
        }
        String once = create("boxhero");
        browser.press("#boxhero .secret button");
        browser.awaitText("#boxhero .secret button", "Copied");
        assertThat(browser.clipboard()).isEqualTo(once);
        browser.press("#boxhero .secret .quiet");
        browser.awaitGone("#boxhero .secret");
        assertThat(browser.text("#boxhero .tokens")).contains("Delete").doesNotContain("Copy", "Use");
    }

    @Test
    void answerThatComesLateIsNotShownToTheNextUser() {
        signInAsAda();
        create("boxhero");
        browser.script("const real = window.fetch; window.fetch = (path, options) => path.startsWith('/boxhero/v1')"
                + "? real(path).then(answer => new Promise(done => { window.release = () => done(answer); }))"
                + ": real(path, options);");
        browser.press("#boxhero .once");
        browser.await("the answer", () -> Boolean.TRUE.equals(browser.script("return 'release' in window")));
        browser.press("#switch-user");
        browser.awaitText("#who", "grace@example.com");
        browser.script("window.release(); return new Promise(done => setTimeout(done))");
        assertThat(browser.text("#boxhero .answer")).isEmpty();
        assertThat(browser.text("#journal-lines")).doesNotContain("/v1/items");
    }

    @Test
    void keepsNoSecretWhereOthersLook() {
        signInAsAda();
        String secret = create("boxhero");
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer .outcome", "200 OK");
        assertThat(browser.url()).isEqualTo(demo.address().toString());
        assertThat(browser.title()).isEqualTo("Faregate demo");
        assertThat(keptByTheBrowser()).isEqualTo("0 0 null");
        assertThat(browser.script("return document.cookie")).isEqualTo("");
        assertThat(String.valueOf(browser.script(
                        "return JSON.stringify(performance.getEntriesByType('resource').map(entry => entry.name))")))
                .doesNotContain(secret);
    }

    @Test
    void wrongPasswordIsRefusedWithoutADialog() {
        browser.type("#email", "ada@example.com");
        browser.type("#password", "wrong");
        browser.press("#sign-in-form [type=submit]");
        browser.awaitText("#sign-in-problem", "Not signed in");
        assertThat(browser.text("#who")).isEmpty();
        browser.type("#password", "correct-horse");
        browser.press("#sign-in-form [type=submit]");
        browser.awaitText("#who", "ada@example.com");
    }

    @Test
    void whatIsNoApiTokenIsAnsweredNotSent() {
        signInAsAda();
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable [data-step=exchange] .result", "Create an API token first");
        browser.press("#seatable-read");
        browser.awaitText("#seatable [data-step=rows] .result", "Exchange an API token");
        browser.type("#boxhero-token", "naïve token");
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer", "Create an API token first");
        browser.type("#boxhero-token", "junk");
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer .outcome", "401 Unauthorized");
        browser.type("#boxhero-name", " ");
        browser.press("#boxhero .create [type=submit]");
        browser.awaitText("#boxhero .result", "400 Bad Request");
    }

    @Test
    void namesAreShownAsTextWhateverTheyContain() {
        signInAsAda();
        browser.type("#boxhero-name", "<img src=x onerror=alert(1)>");
        browser.press("#boxhero .create [type=submit]");
        browser.awaitText("#boxhero .tokens", "<img src=x onerror=alert(1)>");
        assertThat(browser.script("return document.querySelectorAll('#systems img').length"))
                .isEqualTo(0L);
    }

    @Test
    void saysWhenTheDemoIsGone() {
        signInAsAda();
        create("boxhero");
        demo.close();
        browser.press("#boxhero .once");
        browser.awaitText("#boxhero .answer pre", "Does it still run?");
        assertThat(browser.problems()).allMatch(problem -> problem.contains("ERR_CONNECTION"));
    }
}
