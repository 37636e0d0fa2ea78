package dev.faregate.demo;

import dev.faregate.demo.store.StorageSettings;
import dev.faregate.exchange.TokenLife;
import java.time.Duration;
import java.util.Properties;

/** How the demo was asked to run. */
record DemoSettings(int port, boolean once, StorageSettings storage, Duration offset) {

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration LARGEST_OFFSET = Duration.ofDays(3_650);

    static DemoSettings of(Properties properties) {
        return new DemoSettings(
                port(properties.getProperty("port", "8080")),
                !properties.getProperty("once", "false").equals("false"),
                StorageSettings.of(properties),
                offset(properties.getProperty("offset", "0s")));
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("port: \"" + text + "\" (expected: 0 to " + HIGHEST_PORT + ")");
    }

    private static Duration offset(String text) {
        if (text.equals("0s")) {
            return Duration.ZERO;
        }
        return TokenLife.parse(text)
                .filter(offset -> offset.compareTo(LARGEST_OFFSET) <= 0)
                .orElseThrow(() -> new IllegalArgumentException("offset: \"" + text
                        + "\" (expected: a time such as 10h, 3d or P3DT1M, up to " + LARGEST_OFFSET.toDays() + "d)"));
    }
}
