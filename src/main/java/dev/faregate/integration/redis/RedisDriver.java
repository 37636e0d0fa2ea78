package dev.faregate.integration.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * All that the stores ask of a client for Redis: to run scripts that touch one key, and to listen to one channel.
 * {@link LettuceDriver} and {@link JedisDriver} are two; another client is a few lines. Implementations are safe for use by many
 * threads, do not block in {@link #evalsha} and {@link #eval}, and keep no unbounded queue.
 *
 * <p>A reply is a flat list of {@link Long} and {@code byte[]}; a server's answer that is a number alone is a list of it. Where the server answers with an error, the stage fails with a
 * {@link RedisErrorReply}; any other failure means that the answer, and whether the script ran, is not known.
 */
public interface RedisDriver extends AutoCloseable {

    /**
     * Runs a script that the server knows already ({@code EVALSHA}).
     *
     * @param digest the SHA-1 of the script, 40 lower-case hexadecimal digits
     * @param key the one key that it touches
     * @param args its arguments
     * @return the reply, sooner or later; cancelling its future forgets a call that was not sent yet
     */
    CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args);

    /**
     * Runs a script by its text ({@code EVAL}).
     *
     * @param script the script
     * @param key the one key that it touches
     * @param args its arguments
     * @return the reply, sooner or later
     */
    CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args);

    /**
     * Listens to a channel, again after each lost connection, until the driver is closed. A message may be lost with a
     * connection.
     *
     * @param channel the channel's name, in ASCII
     * @param heard to run at each message, and whenever listening began or began again; it must not block
     */
    void subscribe(String channel, Runnable heard);

    /**
     * What the server says of itself ({@code INFO server}). May block; asked once, at start.
     *
     * @return lines of {@code name:value}
     * @throws RedisErrorReply if the server answers with an error, such as for want of a permission
     */
    String info();

    /** Ends what the driver opened itself. */
    @Override
    void close();
}
