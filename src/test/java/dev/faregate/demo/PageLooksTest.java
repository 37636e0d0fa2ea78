package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in both themes and at two widths, before and after signing in. Leaves pictures in {@code target/screenshots}. */
class PageLooksTest extends PageVisit {

    /** The contrast of each text against the ground behind it (WCAG 2.2, 1.4.3), where it is less than it should be. */
    private static final String PALE_TEXTS = """
            const parse = color => color.match(/[\\d.]+/g).map(Number);
            const over = (top, ground) => {
              const [r, g, b, a = 1] = top;
              return [r, g, b].map((part, i) => part * a + ground[i] * (1 - a));
            };
            const luminance = rgb => {
              const [r, g, b] = rgb.map(part => part / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = element => {
              const layers = [];
              for (let at = element; at; at = at.parentElement) {
                layers.push(parse(getComputedStyle(at).backgroundColor));
              }
              return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
            };
            const texts = [...document.querySelectorAll('body *')].filter(element =>
              element.checkVisibility({visibilityProperty: true})
              && element.tagName !== 'OPTION'
              && ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || element.matches('input, select')));
            if (texts.length < 20) {
              return ['only ' + texts.length + ' texts'];
            }
            return texts.flatMap(element => {
              const below = ground(element);
              const [a, b] = [luminance(over(parse(getComputedStyle(element).color), below)), luminance(below)];
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              return ratio >= 4.5 ? [] : [element.tagName + '.' + element.className + ' "' + element.textContent.trim().slice(0, 30)
                + '" ' + ratio.toFixed(2)];
            });
            """;

    private static final String FAULTS = """
            const faults = [];
            const visible = element => element.checkVisibility({visibilityProperty: true});
            const all = css => [...document.querySelectorAll(css)].filter(visible);
            const named = element => (element.getAttribute('aria-label')
              ?? (element.labels?.length ? [...element.labels].map(label => label.textContent).join(' ') : element.textContent)).trim();
            all('button, input, select, summary, a, [tabindex], svg[role=img], progress')
              .filter(element => element.tabIndex >= 0 || element.matches('svg, progress'))
              .forEach(element => named(element) || faults.push('no name: ' + element.outerHTML.slice(0, 120)));
            all('img').forEach(image => image.hasAttribute('alt') || faults.push('no alt: ' + image.src));
            all('fieldset').forEach(set => set.querySelector('legend') || faults.push('no legend: ' + set.outerHTML.slice(0, 80)));
            let level = 0;
            all('h1, h2, h3, h4').forEach(heading => {
              const next = Number(heading.tagName[1]);
              if (next > level + 1) faults.push('heading skips to ' + heading.tagName + ' ' + heading.textContent);
              level = next;
            });
            if (all('h1').length !== 1) faults.push('not one h1');
            if (all('main').length !== 1 || all('body > header').length !== 1) faults.push('landmarks');
            all('section, article').forEach(part =>
              document.getElementById(part.getAttribute('aria-labelledby'))?.textContent || part.getAttribute('aria-label')
                || faults.push('no name: ' + part.outerHTML.slice(0, 80)));
            const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
            ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => faults.push('twice: #' + id));
            document.querySelectorAll('[for]').forEach(label =>
              document.getElementById(label.htmlFor) || faults.push('label for nothing: ' + label.htmlFor));
            all('button, input:not([type=radio]), select').forEach(control => {
              const {width, height} = control.getBoundingClientRect();
              if (width < 24 || height < 24) faults.push('too small: ' + named(control) + ' ' + width + ' × ' + height);
            });
            document.querySelectorAll('[style], script:not([src]), style').forEach(inline => faults.push('inline: ' + inline.tagName));
            if (!document.documentElement.lang) faults.push('no language');
            if (!document.querySelector('[role=status]')) faults.push('nothing announces');
            return faults;
            """;

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
    void isReadableAndNamedAndFits(String theme, int width) throws IOException {
        String suffix = "-" + theme + '-' + width;
        browser.open(demo, theme, width);
        browser.awaitText("#sign-in", "Continue as Ada");
        assertLooks("start" + suffix);
        signInAsAda();
        browser.awaitText("#seatable .tokens", "No API token");
        assertLooks("fresh" + suffix);
        SYSTEMS.forEach(PageVisit::create);
        assertLooks("created" + suffix);
        drain();
        assertLooks("draining" + suffix);
        useAllElse();
        assertLooks("in-use" + suffix);
        SYSTEMS.forEach(system -> browser.pressByKey("#" + system + " .tokens .danger"));
        SYSTEMS.forEach(
                system -> browser.await("refusals", () -> browser.number("#" + system + " .lane.refused .count") > 2));
        SYSTEMS.forEach(system -> browser.press("#" + system + " .repeat"));
        assertLooks("deleted" + suffix);
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void longNamesBreakNothingOnAPhone() {
        browser.open(demo, "light", 390);
        signInAsAda();
        String name = "W".repeat(100);
        browser.type("#boxhero-name", name);
        browser.press("#boxhero .create [type=submit]");
        browser.awaitText("#boxhero .tokens", name);
        assertFits();
    }

    @Test
    void whereTheFocusIsShows() {
        browser.open(demo);
        browser.tabTo("#as-grace");
        assertThat(browser.script("const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);"
                        + "return outlineStyle + ' ' + outlineWidth"))
                .isEqualTo("solid 3px");
    }

    @Test
    void tabLeadsThroughThePageInTheOrderOfReading() {
        browser.open(demo);
        signInAsAda();
        for (String stop : new String[] {
            "#switch-user",
            "#sign-out",
            "#boxhero-name",
            "#boxhero .once",
            "#boxhero .repeat",
            "#nocodb-session",
            "#nocodb-name",
            "#nocodb .repeat",
            "#seatable-base",
            "#seatable .repeat",
            "#seatable-add [type=submit]"
        }) {
            browser.tabTo(stop);
        }
        assertThat(browser.lines(
                        "return [...document.querySelectorAll('[tabindex]')].map(e => e.getAttribute('tabindex'))"))
                .containsOnly("0", "-1");
    }

    /** BoxHero's bucket to its end, the others' a little. */
    private static void drain() {
        browser.press("#seatable-exchange [type=submit]");
        browser.awaitText("#seatable-left", "left");
        SYSTEMS.forEach(system -> browser.press("#" + system + " .repeat"));
        browser.await("429s", () -> browser.number("#boxhero .lane.limited .count") > 8);
    }

    /** Claims, rows, a refusal beside its button. */
    private static void useAllElse() {
        SYSTEMS.forEach(system -> browser.press("#" + system + " .secret .quiet"));
        browser.press("#seatable-left summary");
        browser.press("#nocodb-life summary");
        browser.press("#seatable-read");
        browser.awaitText("#seatable .rows", "Lamp");
        browser.press("#nocodb .create [type=submit]");
        browser.awaitText("#nocodb [data-step=tokens] .result", "400 Bad Request");
    }

    private static void assertLooks(String name) throws IOException {
        browser.script("scrollTo(0, 0)");
        browser.picture(name);
        assertThat(browser.lines(FAULTS)).isEmpty();
        assertThat(browser.lines(PALE_TEXTS)).isEmpty();
        assertFits();
    }

    private static void assertFits() {
        assertThat(browser.lines("return [...document.querySelectorAll('body *')].filter(element =>"
                        + "!element.closest('.heard, .skip, pre, svg')"
                        + "&& element.getBoundingClientRect().right > innerWidth + 0.5)"
                        + ".map(element => element.outerHTML.slice(0, 120))"))
                .isEmpty();
        assertThat(browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0L);
    }
}
