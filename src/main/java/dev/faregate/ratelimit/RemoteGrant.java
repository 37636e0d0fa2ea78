package dev.faregate.ratelimit;

import java.util.concurrent.CompletionStage;

/** What the store granted. Giving it back waits no longer than a call does. */
record RemoteGrant(SharedCalls calls, String caller, BucketStore.Grant grant) implements BucketStore.Grant {

    @Override
    public long answer() {
        return grant.answer();
    }

    @Override
    public boolean refund() {
        return giveBack().toCompletableFuture().join();
    }

    @Override
    public CompletionStage<Boolean> refundAsync() {
        return giveBack();
    }

    private CompletionStage<Boolean> giveBack() {
        return calls.giveBack(caller, grant::refundAsync).exceptionally(unanswered -> false);
    }
}
