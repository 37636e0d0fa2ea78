package dev.faregate.ratelimit;

/** What a bucket of this process granted while the store did not answer. */
record LocalGrant(BucketStore.Grant grant) implements BucketStore.Grant {

    @Override
    public long answer() {
        return grant.answer();
    }

    @Override
    public boolean refund() {
        return grant.refund();
    }

    @Override
    public DecidedBy decidedBy() {
        return DecidedBy.LOCAL;
    }
}
