package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.FaultyProxy;
import dev.faregate.identity.StoreUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls that Lettuce has sent to a Redis that says nothing. */
class SilentRedisTest {

    private static final int ROOM = 20_000;

    private final byte[] key = RedisKey.utf8(Drivers.newPrefix());

    @Test
    void noMoreCallsWaitForAnAnswerThanThereIsRoomFor() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(RedisServer.shared().port());
                RedisDriver driver = LettuceDriver.connect("redis://127.0.0.1:" + proxy.port())) {
            proxy.blackhole();
            List<CompletableFuture<List<Object>>> calls = new ArrayList<>();
            for (int i = 0; i < ROOM + 100; i++) {
                calls.add(driver.eval("return {1}", key).toCompletableFuture());
            }
            for (CompletableFuture<List<Object>> refused : calls.subList(ROOM, ROOM + 100)) {
                assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(StoreUnavailableException.class);
            }
            assertThat(calls.subList(0, ROOM)).noneMatch(CompletableFuture::isDone);
            proxy.heal();
            for (CompletableFuture<List<Object>> call : calls.subList(0, ROOM)) {
                assertThat(call.get(30, TimeUnit.SECONDS)).containsExactly(1L);
            }
        }
    }

    @Test
    void silentConnectionIsReplacedWhileCallsAreGivenUp() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(RedisServer.shared().port());
                RedisClient client = RedisClient.create("redis://127.0.0.1:" + proxy.port())) {
            AtomicInteger links = new AtomicInteger();
            LettuceLine line = new LettuceLine(() -> {
                links.incrementAndGet();
                return LettuceLink.of(client.connect(ByteArrayCodec.INSTANCE));
            });
            proxy.blackhole();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (links.get() == 1 && System.nanoTime() < end) {
                CompletableFuture<List<Object>> call = line.call(CommandType.EVAL, RedisKey.utf8("return {1}"), key);
                assertThatThrownBy(() -> call.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                call.cancel(false);
            }
            assertThat(links.get()).as("connections").isGreaterThan(1);
            proxy.heal();
            line.close();
        }
    }

    @Test
    void callThatNobodyWaitsForAnyMoreIsCancelledWithLettuce() {
        try (RedisClient client = RedisClient.create(RedisServer.shared().uri());
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            LettuceLine line = new LettuceLine(() -> LettuceLink.of(client.connect(ByteArrayCodec.INSTANCE)));
            connection.setAutoFlushCommands(false);
            RedisFuture<List<Object>> unsent = connection
                    .async()
                    .eval("return {redis.call('INCR', KEYS[1])}", ScriptOutputType.MULTI, new byte[][] {key});
            new LettuceReply(line, unsent).cancel(false);
            assertThat(unsent.isCancelled()).isTrue();
            connection.setAutoFlushCommands(true);
            connection.flushCommands();
            assertThat(connection.sync().get(key))
                    .as("what the cancelled call did")
                    .isNull();
            line.close();
        }
    }
}
