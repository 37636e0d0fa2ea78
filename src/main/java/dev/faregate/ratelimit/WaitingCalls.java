package dev.faregate.ratelimit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for one bucket, in the order of their coming. Not safe for use by many threads.
 *
 * <p>Each must get the answer that it would get alone, one after the other. A question is for as many of the first as a full bucket
 * holds. If it is denied though some of its calls fit, they come back, and the next question is for just those: who does not
 * fit is passed over, as alone it would be denied and the next one asked.
 */
final class WaitingCalls {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Deque<Call> calls = new ArrayDeque<>();
    private final long burst;

    /** What the bucket holds for those who came back. */
    private long room = UNKNOWN;

    WaitingCalls(long burst) {
        this.burst = burst;
    }

    void add(Call call) {
        calls.add(call);
    }

    /** Those of a denied question are the first again; so many permits are there for them. */
    void comeBack(List<Call> asked, long fitting) {
        for (int i = asked.size() - 1; i >= 0; i--) {
            calls.addFirst(asked.get(i));
        }
        room = fitting;
    }

    /**
     * Who the next question is for; nobody, if it is for no permits. They wait here no more, nor does who has an answer.
     *
     * @param known the answer to a call for so many permits that needs no question, if there is one
     * @param leasing how many permits to lease besides so many
     * @param answers to be added to: gives the known answers, which is not to be done under a lock
     */
    Batch next(LongFunction<BucketStore.@Nullable Grant> known, LongUnaryOperator leasing, List<Runnable> answers) {
        boolean passing = room < UNKNOWN;
        long most = Math.min(room, burst);
        room = UNKNOWN;
        List<Call> asked = new ArrayList<>();
        long permits = 0;
        for (Iterator<Call> all = calls.iterator(); all.hasNext(); ) {
            Call call = all.next();
            BucketStore.Grant answer = call.isDone() ? null : known.apply(call.permits());
            if (call.isDone()) {
                all.remove();
            } else if (answer != null) {
                all.remove();
                answers.add(() -> call.answer(answer));
            } else if (permits + call.permits() <= most) {
                all.remove();
                call.asked();
                asked.add(call);
                permits += call.permits();
            } else if (!passing) {
                break;
            }
        }
        if (passing && permits == 0) {
            return next(known, leasing, answers);
        }
        return new Batch(asked, permits, passing || permits == 0 ? 0 : leasing.applyAsLong(permits));
    }
}
