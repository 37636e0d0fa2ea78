package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One of our scripts: sent by its digest, and once by its text where the server does not know it yet. */
final class RedisScript {

    private static final byte[] ONE = {'1'};

    private final RedisDriver driver;
    private final String text;
    private final String digest;
    private final Duration timeout;

    RedisScript(RedisDriver driver, String text, Duration timeout) {
        this.driver = driver;
        this.text = text;
        this.digest = sha1(text);
        this.timeout = timeout;
    }

    /** The script that lies beside this class. */
    static String resource(String name) {
        try (InputStream script = RedisScript.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(
                        "resource " + name + ": missing (expected: beside " + RedisScript.class + ")");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the reply, but no longer than the timeout. */
    List<Object> run(byte[] key, byte[]... args) {
        CompletableFuture<List<Object>> call = runAsync(reply -> reply, key, args);
        try {
            return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(false);
            throw new StoreUnavailableException("Redis did not answer within " + timeout, e);
        } catch (InterruptedException e) {
            call.cancel(false);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for Redis", e);
        } catch (ExecutionException e) {
            throw ScriptCall.unavailable(e.getCause());
        } catch (CancellationException e) {
            throw ScriptCall.unavailable(e);
        }
    }

    /**
     * What is read of the reply, or a {@link StoreUnavailableException}, whenever that is known: to wait no longer is for the caller
     * to decide, who then cancels it.
     */
    <T> CompletableFuture<T> runAsync(Function<List<Object>, T> reading, byte[] key, byte[]... args) {
        ScriptCall<T> call = new ScriptCall<>(driver, text, reading, key, args);
        call.start(digest);
        return call;
    }

    /** A number as an argument. */
    static byte[] decimal(long number) {
        return number == 1 ? ONE : Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha1(String text) {
        try {
            // Redis names scripts by SHA-1: a name, not a protection.
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java runtime", e);
        }
    }
}
