package dev.faregate.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is written to the log meanwhile. */
public final class LogOf {

    private LogOf() {}

    /** A part of a test. */
    @FunctionalInterface
    public interface Action {

        void run() throws Exception;
    }

    /** Runs a part of a test, and returns what was written to the error stream, where the log of the consumers goes. */
    public static String run(Action action) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
            before.print(log.toString(StandardCharsets.UTF_8));
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
