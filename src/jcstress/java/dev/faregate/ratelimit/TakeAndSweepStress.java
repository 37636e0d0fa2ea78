package dev.faregate.ratelimit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A call while its bucket, still full, is forgotten. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "taken once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a permit was lost or minted")
@State
public class TakeAndSweepStress {

    private final StressedBucket bucket = new StressedBucket();

    /** A bucket that is full, and there. */
    public TakeAndSweepStress() {
        bucket.reserve().refund();
    }

    /** The first thread. */
    @Actor
    public void first(III_Result result) {
        result.r1 = bucket.take(StressedBucket.TWO);
    }

    /** The second thread. */
    @Actor
    public void second(III_Result result) {
        bucket.sweep();
    }

    /** Afterwards. */
    @Arbiter
    public void after(III_Result result) {
        result.r3 = bucket.left(StressedBucket.TWO);
    }
}
