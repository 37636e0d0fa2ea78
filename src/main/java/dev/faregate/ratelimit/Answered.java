package dev.faregate.ratelimit;

/** An answer with nothing to give back. */
record Answered(long answer, DecidedBy decidedBy) implements BucketStore.Grant {

    static Answered byStore(long answer) {
        return new Answered(answer, DecidedBy.STORE);
    }

    @Override
    public boolean refund() {
        return false;
    }
}
