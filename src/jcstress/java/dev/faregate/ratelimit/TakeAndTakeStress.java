package dev.faregate.ratelimit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two calls for the first two permits, on a bucket that is not there yet. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "both, and no more")
@Outcome(expect = Expect.FORBIDDEN, desc = "a permit was lost or minted")
@State
public class TakeAndTakeStress {

    private final StressedBucket bucket = new StressedBucket();

    /** The first thread. */
    @Actor
    public void first(III_Result result) {
        result.r1 = bucket.take(StressedBucket.TWO);
    }

    /** The second thread. */
    @Actor
    public void second(III_Result result) {
        result.r2 = bucket.take(StressedBucket.TWO);
    }

    /** Afterwards. */
    @Arbiter
    public void after(III_Result result) {
        result.r3 = bucket.left(StressedBucket.TWO);
    }
}
