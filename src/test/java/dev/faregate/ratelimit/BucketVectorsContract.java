package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The test vectors over microseconds, for stores that count so: placed as they are, answered by the store's own statement or
 * script at the vector's time, and read back.
 */
public abstract class BucketVectorsContract {

    /** The buckets of one endpoint. */
    protected abstract BucketStore.Buckets buckets();

    /** Sets the store's time to so many microseconds. */
    protected abstract void setTime(long micros);

    /** Makes a bucket with this state, in ticks of each limit, on which waits of up to so many microseconds were granted. */
    protected abstract void place(String caller, Limits limits, List<Long> tats, long longestWaitMicros);

    /** The state of a bucket, in ticks of each limit. */
    protected abstract List<Long> state(String caller, int limits);

    @Test
    void everyVectorOverMicrosecondsIsAnsweredBitForBit() {
        BucketStore.Buckets buckets = buckets();
        List<GcraVector> vectors = GcraVector.overMicros().toList();
        assertThat(vectors).hasSizeGreaterThan(1000);
        for (int i = 0; i < vectors.size(); i++) {
            replay(buckets, "caller " + i, vectors.get(i));
        }
    }

    private void replay(BucketStore.Buckets buckets, String caller, GcraVector vector) {
        Limits limits = buckets.counted(vector.limits());
        assertThat(limits).as("limits as the vectors count them").isEqualTo(vector.limits());
        place(caller, limits, vector.tats(), vector.longestWait());
        setTime(vector.now());
        long peeked = buckets.peek(caller, limits, vector.permits());
        long packed = buckets.reserve(caller, limits, vector.permits(), vector.maxWait() * 1000)
                .answer();
        Decision decision = new Decision(limits, packed, vector.permits(), false, DecidedBy.STORE);
        assertThat(Answer.of(decision)).as(vector.line()).isEqualTo(vector.answer());
        long waitNanos = Limits.allows(packed) ? limits.waitNanos(packed) : 0;
        assertThat(waitNanos).as(vector.line()).isEqualTo(vector.waitNanos());
        assertThat(state(caller, vector.tats().size())).as(vector.line()).isEqualTo(vector.next());
        if (vector.maxWait() == 0) {
            assertThat(peeked).as("peek at %s", vector.line()).isEqualTo(packed);
            String other = caller + ", without waiting";
            place(other, limits, vector.tats(), vector.longestWait());
            assertThat(buckets.take(other, limits, vector.permits()))
                    .as("take at %s", vector.line())
                    .isEqualTo(packed);
            assertThat(state(other, vector.tats().size()))
                    .as("take at %s", vector.line())
                    .isEqualTo(vector.next());
        }
    }
}
