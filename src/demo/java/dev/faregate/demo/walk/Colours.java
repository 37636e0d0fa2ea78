package dev.faregate.demo.walk;

import java.io.Console;

/** Colours for a terminal that shows them; none elsewhere, nor for whoever set {@code NO_COLOR} (no-color.org). */
final class Colours {

    private final boolean shown;

    private Colours(boolean shown) {
        this.shown = shown;
    }

    static Colours ofThisTerminal() {
        String refused = System.getenv("NO_COLOR");
        return new Colours((refused == null || refused.isEmpty()) && isTerminal());
    }

    /** Until Java 21 only a terminal has a console; from 22 on the console knows whether it is one. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Console.class.getMethod("isTerminal").invoke(console).equals(true);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    String strong(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("1;31", text);
    }

    String sent(String text) {
        return in("36", text);
    }

    String received(int status, String text) {
        return in(status < 300 ? "32" : "33", text);
    }

    private String in(String code, String text) {
        return shown ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
    }
}
