package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Calls that no thread sends yet, as while Redis is silent. */
class JedisQueueTest {

    private static final int ROOM = 20_000;

    private final byte[] key = RedisKey.utf8(Drivers.newPrefix());
    private final JedisQueue queue = new JedisQueue();

    private CompletableFuture<List<Object>> increment() {
        byte[] script = RedisKey.utf8("return {redis.call('INCR', KEYS[1])}");
        return queue.add(pipeline -> pipeline.eval(script, 1, key));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotSentAndNoMoreWaitThanThereIsRoomFor() throws Exception {
        List<CompletableFuture<List<Object>>> calls = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            calls.add(increment());
        }
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        CompletableFuture<List<Object>> oneTooMany = increment();
        assertThat(oneTooMany).isDone();
        assertThatThrownBy(oneTooMany::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageEndingWith(ROOM + " calls already wait for Redis");
        calls.subList(0, ROOM - 1).forEach(call -> call.cancel(false));
        try (RedisClient jedis =
                RedisClient.create("127.0.0.1", RedisServer.shared().port())) {
            Thread serving = new Thread(() -> queue.serve(jedis));
            serving.start();
            assertThat(calls.get(ROOM - 1).get(10, TimeUnit.SECONDS))
                    .as("how many ran")
                    .containsExactly(1L);
            queue.close();
            serving.interrupt();
            serving.join();
        }
        assertThat(increment()).isCompletedExceptionally();
    }
}
