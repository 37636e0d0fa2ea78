package dev.faregate.ratelimit;

import java.time.Duration;

/** A guarded store that is up answers, bit for bit, as the one behind it. */
class GuardedStoreContractTest extends BucketStoreContract {

    private final ManualClock clock = new ManualClock();

    @Override
    protected BucketStore newStore() {
        return new FaultyStore(clock);
    }

    @Override
    protected void advance(Duration time) {
        clock.advance(time);
    }
}
