package dev.faregate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium, used as a person uses it, and waited for with a deadline. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEIGHT = 900;
    private static final int MOST_TABS = 150;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(InstalledChromium.browser().orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-quic",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        System.setProperty(
                "webdriver.chrome.driver",
                InstalledChromium.driver().orElseThrow().getPath());
        return new Browser(new ChromeDriver(options));
    }

    /** Opens the demo's page in a theme and a width. */
    void open(RunningDemo demo, String theme, int width) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        problems();
        driver.get(demo.address().toString());
    }

    void open(RunningDemo demo) {
        open(demo, "light", 1280);
    }

    void press(String css) {
        await(css + " to be pressed", () -> {
            WebElement element = only(css);
            // To the middle, where nothing that sticks to an edge lies over it.
            ((JavascriptExecutor) driver).executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
            element.click();
            return true;
        });
    }

    /** Presses a button by the keyboard, which no line that appears above it meanwhile moves from under a pointer. */
    void pressByKey(String css) {
        await(css + " to be pressed", () -> {
            only(css).sendKeys(Keys.ENTER);
            return true;
        });
    }

    void type(String css, String text) {
        WebElement field = only(css);
        field.clear();
        field.sendKeys(text);
    }

    /** Sends keys to whatever has the focus. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void keysWith(Keys modifier, CharSequence... keys) {
        new Actions(driver).keyDown(modifier).sendKeys(keys).keyUp(modifier).perform();
    }

    /** Goes to an element by the Tab key alone. */
    void tabTo(String css) {
        goTo(css, () -> keys(Keys.TAB));
    }

    /** Goes back to an element by the Tab key alone. */
    void tabBackTo(String css) {
        goTo(css, () -> keysWith(Keys.SHIFT, Keys.TAB));
    }

    /** The visible text of an element; empty where there is none. The page may replace the element between finding and reading it. */
    String text(String css) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .until(anyDriver -> {
                    List<WebElement> found = driver.findElements(By.cssSelector(css));
                    return found.isEmpty() ? "" : found.get(0).getText();
                });
    }

    int number(String css) {
        return Integer.parseInt(String.valueOf(script("return document.querySelector(arguments[0]).textContent", css)));
    }

    String awaitText(String css, String part) {
        await(
                css + " to say \"" + part + '"',
                () -> !text(css).isEmpty() && text(css).contains(part));
        return text(css);
    }

    void awaitGone(String css) {
        await(
                css + " to go",
                () -> driver.findElements(By.cssSelector(css)).stream().noneMatch(WebElement::isDisplayed));
    }

    void await(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .ignoring(org.openqa.selenium.ElementNotInteractableException.class)
                .ignoring(org.openqa.selenium.NoSuchElementException.class)
                .withMessage(() -> "waited for " + what + "; the page says:\n" + text("body"))
                .until(anyDriver -> condition.getAsBoolean());
    }

    @Nullable
    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    List<String> lines(String script) {
        List<?> lines = (List<?>) Objects.requireNonNull(script(script), script);
        return lines.stream().map(String::valueOf).toList();
    }

    /** Lets the page write to the clipboard, and the test read it. */
    void allowClipboard(RunningDemo demo) {
        command(
                "Browser.grantPermissions",
                Map.of(
                        "origin",
                        demo.address().toString(),
                        "permissions",
                        List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    String clipboard() {
        return String.valueOf(script("return navigator.clipboard.readText()"));
    }

    void clipboard(String text) {
        script("return navigator.clipboard.writeText(arguments[0])", text);
    }

    /** All cookies of the demo, those that no script sees among them. */
    List<?> cookies() {
        return (List<?>) Objects.requireNonNull(
                command("Network.getCookies", Map.of("urls", List.of(url() + "nocodb/")))
                        .get("cookies"));
    }

    @Nullable
    String url() {
        return driver.getCurrentUrl();
    }

    @Nullable
    String title() {
        return driver.getTitle();
    }

    /** What the browser complained of since the last look, but for statuses that are answers. */
    List<String> problems() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message ->
                        !message.contains("Failed to load resource: the server responded with a status of 4"))
                .toList();
    }

    /** Takes a picture of the whole page, for people to look at. */
    void picture(String name) throws IOException {
        Object width = Objects.requireNonNull(script("return innerWidth"));
        Object height = Objects.requireNonNull(
                script("return Math.ceil(document.documentElement.getBoundingClientRect().height)"));
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        Map<String, Object> picture =
                command("Page.captureScreenshot", Map.of("clip", clip, "captureBeyondViewport", true));
        byte[] bytes = Base64.getDecoder().decode(String.valueOf(picture.get("data")));
        assertThat(bytes).isNotEmpty();
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), bytes);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private void goTo(String css, Runnable step) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
            step.run();
        }
        throw new AssertionError("Tab does not lead to " + css);
    }

    private WebElement only(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    private Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }
}
