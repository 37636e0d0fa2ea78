package dev.faregate.demo;

import java.util.Properties;

/** How the demo was asked to run. */
record DemoSettings(int port, boolean once) {

    private static final int HIGHEST_PORT = 65_535;

    static DemoSettings of(Properties properties) {
        return new DemoSettings(
                port(properties.getProperty("port", "8080")),
                !properties.getProperty("once", "false").equals("false"));
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("port: \"" + text + "\" (expected: 0 to " + HIGHEST_PORT + ")");
    }
}
