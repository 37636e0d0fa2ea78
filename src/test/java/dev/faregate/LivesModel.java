package dev.faregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What must be dead and what must live, told by when calls began and ended. A call that takes something away may take effect at
 * any time while it runs: after it, nothing is accepted that was there before it; before it, and of what is made after it,
 * nothing is refused. What was refused once stays dead.
 */
final class LivesModel {

    /** What there is. */
    enum Kind {
        API_TOKEN,
        SECRET,
        WIDE_BASE_TOKEN,
        NARROW_BASE_TOKEN,
        SESSION,
        SESSION_TOKEN,
        REFRESH_TOKEN
    }

    /** When a call ran, counted in beginnings and ends; its end lies beyond all others until it is over. */
    static final class Call {
        private final int begin;
        private int end = Integer.MAX_VALUE;

        private Call(int begin) {
            this.begin = begin;
        }

        boolean isBefore(Call other) {
            return end < other.begin;
        }

        /** Another one for each call. */
        String name() {
            return "call " + begin;
        }
    }

    /** Something that was made, of something else that was made before. */
    static final class Made {
        final Kind kind;
        final String text;
        final @Nullable Made source;
        final Call by;
        private int tries;
        private int successes;
        private @Nullable Call refused;

        private Made(Kind kind, String text, @Nullable Made source, Call by) {
            this.kind = kind;
            this.text = text;
            this.source = source;
            this.by = by;
        }

        boolean isOrComesFrom(Predicate<Made> sought) {
            return sought.test(this) || (source != null && source.isOrComesFrom(sought));
        }
    }

    /** A call that ends what was there before it; it may end what it touches, and what it outlaws is dead whenever made. */
    private record Ending(Call call, Predicate<Made> ends, Predicate<Made> touches, Predicate<Made> outlaws) {

        boolean mustHaveEnded(Made made, Call before) {
            return call.isBefore(before)
                    && made.isOrComesFrom(each -> outlaws.test(each) || (ends.test(each) && each.by.isBefore(call)));
        }

        boolean mayHaveEnded(Made made, Call when) {
            return !when.isBefore(call)
                    && made.isOrComesFrom(each ->
                            outlaws.test(each) || ((ends.test(each) || touches.test(each)) && !call.isBefore(each.by)));
        }
    }

    private final List<Made> made = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int time;
    private int running;

    Call begin() {
        running++;
        time++;
        return new Call(time);
    }

    void end(Call call) {
        running--;
        time++;
        call.end = time;
    }

    Made made(Kind kind, String text, @Nullable Made source, Call by) {
        Made added = new Made(kind, text, source, by);
        made.add(added);
        return added;
    }

    /** Of what there is of some kinds, the newest but so many; the oldest if there are fewer. */
    @Nullable
    Made newestBut(int younger, Kind... kinds) {
        List<Made> candidates = all(kinds);
        return candidates.isEmpty() ? null : candidates.get(Math.max(0, candidates.size() - 1 - younger));
    }

    List<Made> all(Kind... kinds) {
        List<Kind> asked = List.of(kinds);
        return made.stream().filter(each -> asked.contains(each.kind)).toList();
    }

    /** A call that ends what there is before it. */
    void ending(Call call, Predicate<Made> ends) {
        endings.add(new Ending(call, ends, none -> false, none -> false));
    }

    /** A call that may end what it touches, and after which something must not be, whenever it was made. */
    void outlawing(Call call, Predicate<Made> touches, Predicate<Made> outlaws) {
        endings.add(new Ending(call, none -> false, touches, outlaws));
    }

    /** A call that uses up what works once, and that ends where it comes from if another call tried to, as well. */
    void trying(Call call, Made worksOnce) {
        worksOnce.tries++;
        ending(call, made -> made == worksOnce.source && worksOnce.tries > 1);
    }

    /** The call has used up what works once. */
    void usedUp(Call call, Made worksOnce) {
        notEnding(call);
        worksOnce.successes++;
        require(worksOnce.successes == 1, "used twice", worksOnce);
    }

    /** The call has turned out to end nothing. */
    void notEnding(Call call) {
        endings.removeIf(ending -> ending.call() == call);
    }

    /** Judges what became of something that was presented in a call that is over. */
    void judge(Made presented, Call call, boolean accepted) {
        if (accepted) {
            require(
                    endings.stream().noneMatch(ending -> ending.mustHaveEnded(presented, call)),
                    "dead, but accepted",
                    presented);
            require(presented.refused == null || !presented.refused.isBefore(call), "back to life", presented);
        } else {
            require(
                    endings.stream().anyMatch(ending -> ending.mayHaveEnded(presented, call)),
                    "alive, but refused",
                    presented);
            presented.refused = presented.refused == null ? call : presented.refused;
        }
    }

    void require(boolean holds, String otherwise, Made presented) {
        if (!holds) {
            wrong.add(presented.kind + " " + otherwise);
        }
    }

    void assertNothingWasWrong() {
        if (!wrong.isEmpty() || running != 0) {
            throw new AssertionError(wrong + ", calls that failed: " + running);
        }
    }
}
