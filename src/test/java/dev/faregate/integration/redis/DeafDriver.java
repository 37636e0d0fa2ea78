package dev.faregate.integration.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A driver whose messages are all lost. */
record DeafDriver(RedisDriver server) implements RedisDriver {

    @Override
    public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
        return server.evalsha(digest, key, args);
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
    public void close() {}
}
