package dev.faregate.integration.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A driver whose messages are all lost; it counts the calls, and keeps them back on command. */
final class DeafDriver implements RedisDriver {

    private final RedisDriver server;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    DeafDriver(RedisDriver server) {
        this.server = server;
    }

    int calls() {
        return calls.get();
    }

    void hold() {
        gate = new CompletableFuture<>();
    }

    void release() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
        calls.incrementAndGet();
        return gate.thenCompose(open -> server.evalsha(digest, key, args));
    }

    @Override
    public CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args) {
        return server.eval(script, key, args);
    }

    @Override
    public void subscribe(String channel, Runnable heard) {}

    @Override
    public String info() {
        return server.info();
    }

    @Override
    public void close() {
        release();
    }
}
