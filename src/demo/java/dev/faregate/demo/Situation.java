package dev.faregate.demo;

import dev.faregate.demo.store.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What people should know of how the demo runs: where it keeps things, for how long, and what time it thinks it is. */
record Situation(List<String> sentences) {

    Situation {
        sentences = List.copyOf(sentences);
    }

    static Situation of(Storage storage, Duration offset) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "API tokens, sessions and buckets are kept in " + storage.place() + ". "
                        + (storage.isLasting()
                                ? "A restart on the same store keeps every API token, base token and session, as the keys that signed "
                                        + "them lie in a file beside it; only a demo may do that. Rows of tables start anew."
                                : "The signing keys are made at the start: all API tokens, base tokens and sessions end with the process."));
        if (!offset.isZero()) {
            sentences.add("The services' clock is ahead of this machine's by " + words(offset) + ".");
        }
        return new Situation(sentences);
    }

    private static String words(Duration offset) {
        List<String> parts = new ArrayList<>();
        add(parts, offset.toDays(), "d");
        add(parts, offset.toHoursPart(), "h");
        add(parts, offset.toMinutesPart(), "min");
        add(parts, offset.toSecondsPart(), "s");
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit);
        }
    }
}
