package dev.faregate.integration.redis;

import dev.faregate.ratelimit.BucketStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What was taken from which bucket, by the bucket's state just after. */
final class RedisGrant implements BucketStore.Grant {

    private static final byte[] REFUND = RedisKey.utf8("refund");

    private final RedisScript script;
    private final byte[] key;
    private final byte[] shape;
    private final long permits;
    private final long answer;
    private final List<Object> reply;

    /** The reply: the debt after the grant to each limit, the time, the bucket's birth, and what was refunded to each limit. */
    RedisGrant(RedisScript script, byte[] key, byte[] shape, long permits, long answer, List<Object> reply) {
        this.script = script;
        this.key = key;
        this.shape = shape;
        this.permits = permits;
        this.answer = answer;
        this.reply = reply;
    }

    @Override
    public long answer() {
        return answer;
    }

    @Override
    public boolean refund() {
        return refund(permits);
    }

    @Override
    public boolean refund(long unused) {
        return given(script.run(key, refunding(unused)));
    }

    @Override
    public CompletionStage<Boolean> refundAsync() {
        return refundAsync(permits);
    }

    @Override
    public CompletionStage<Boolean> refundAsync(long unused) {
        return script.runAsync(RedisGrant::given, key, refunding(unused));
    }

    private static boolean given(List<Object> reply) {
        return (Long) reply.get(0) == 1;
    }

    private byte[][] refunding(long unused) {
        int limits = shape[0];
        byte[][] args = new byte[5 + 2 * limits][];
        args[0] = REFUND;
        args[1] = shape;
        args[2] = RedisScript.decimal(unused);
        args[3] = number(limits + 1);
        args[4] = number(limits);
        for (int i = 0; i < limits; i++) {
            args[5 + 2 * i] = number(i);
            args[6 + 2 * i] = number(limits + 2 + i);
        }
        return args;
    }

    private byte[] number(int index) {
        return RedisScript.decimal((Long) reply.get(index));
    }
}
