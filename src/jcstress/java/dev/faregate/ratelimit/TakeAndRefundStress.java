package dev.faregate.ratelimit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A call while another's permit comes back. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "taken once, given back once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a permit was lost or minted")
@State
public class TakeAndRefundStress {

    private final StressedBucket bucket = new StressedBucket();

    private final BucketStore.Grant grant = bucket.reserve();

    /** The first thread. */
    @Actor
    public void first(III_Result result) {
        result.r1 = bucket.take(StressedBucket.TWO);
    }

    /** The second thread. */
    @Actor
    public void second(III_Result result) {
        result.r2 = grant.refund() ? 1 : 0;
    }

    /** Afterwards. */
    @Arbiter
    public void after(III_Result result) {
        result.r3 = bucket.left(StressedBucket.TWO);
    }
}
