package dev.faregate.demo;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A browser, a demo of each test's own, and what is done at each visit. */
@InBrowser
abstract class PageVisit {

    static final List<String> SYSTEMS = List.of("boxhero", "nocodb", "seatable");

    static Browser browser;

    @AutoClose
    final RunningDemo demo = RunningDemo.started();

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    static void signInAsAda() {
        browser.press("#as-ada");
        browser.awaitText("#who", "ada@example.com");
    }

    /** Creates an API token, and returns its secret as it is shown. */
    static String create(String system) {
        browser.press("#" + system + " .create [type=submit]");
        return browser.awaitText("#" + system + " .whole", "");
    }

    static String document() {
        return String.valueOf(browser.script("return document.documentElement.outerHTML"));
    }

    static String documentAndFields() {
        return document()
                + browser.script("return [...document.querySelectorAll('input')].map(input => input.value).join(' ')");
    }
}
