package dev.faregate.apitoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks secrets up in a store. Before one that blocks it keeps a flood of junk from loading the store and from delaying others:
 *
 * <pre>
 *   secret ─┬─ found good within the hour ──────────────► a statement of its own, at once
 *           └─ any other ─► queue of its client  ─┐
 *                           queue of another one ─┼─ in turns ─► one statement of up to 256 digests,
 *                           ...                  ─┘              at most 100 statements a second
 * </pre>
 *
 * A client here is whom the caller names; all that share a name share a queue. A look-up whose turn does not come in time fails, and
 * so does one whose client holds its share of the places. Thread-safe.
 */
final class SecretLookups {

    /** Fewer than a usual connection pool has, so that secrets found good before find a connection. */
    private static final int MAX_RUNNING = 4;

    private static final long IDLE_SECONDS = 30;
    private static final Duration FOUND_GOOD_FOR = Duration.ofHours(1);
    private static final int MAX_FOUND_GOOD = 100_000;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ApiTokenStore store;
    private final Secrets secrets;
    private final boolean blocks;
    private final InstantSource instants;
    private final MonotonicClock clock;
    private final Duration maxWait;
    private final Executor threads;

    /** By the first digest of a secret the one that it was found under. No verdict: the secret is looked up each time. */
    private final Cache<SecretDigest, SecretDigest> foundGood;

    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    // Seen and changed serially alone.
    private final LookupQueue queue = new LookupQueue();
    private final StatementPace pace;
    private int running;
    private boolean timing;

    SecretLookups(
            ApiTokenStore store,
            Secrets secrets,
            InstantSource instants,
            MonotonicClock clock,
            Duration maxWait,
            Executor threads) {
        this.store = store;
        this.secrets = secrets;
        this.blocks = store.blocks();
        this.instants = instants;
        this.clock = clock;
        this.maxWait = maxWait;
        this.threads = threads;
        this.pace = new StatementPace(clock.nanos());
        this.foundGood = Caffeine.newBuilder()
                .maximumSize(MAX_FOUND_GOOD)
                .expireAfterAccess(FOUND_GOOD_FOR)
                .ticker(clock::nanos)
                .build();
    }

    /** Threads that end when there is nothing to look up. No pool with a blocking queue: an event loop hands statements over, too. */
    static Executor threads() {
        return new ForkJoinPool(
                MAX_RUNNING,
                SecretLookups::thread,
                null,
                true,
                0,
                MAX_RUNNING,
                0,
                saturated -> true,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("faregate-lookup-" + THREADS.incrementAndGet());
        return thread;
    }

    /**
     * Finds what a secret leads to.
     *
     * @param secret any text
     * @param client whose turns it waits for
     * @return null if it leads to nothing
     * @throws StoreUnavailableException if the store does not answer, or the turn does not come in time
     */
    @Nullable
    Found find(String secret, String client) {
        SecretDigest key = secrets.digest(secret);
        if (!blocks) {
            return findInMemory(key, secret);
        }
        SecretDigest known = foundGood.getIfPresent(key);
        Found found = known == null ? null : noted(key, known, store.findByDigest(known));
        return found == null ? await(queued(secret, client)) : found;
    }

    /**
     * Finds what a secret leads to, without a thread that waits for its turn.
     *
     * @param secret any text
     * @param client whose turns it waits for
     * @param blocking runs the look-up of a secret that was found good before
     * @return the answer of {@link #find}, sooner or later; fails with what that throws
     */
    CompletionStage<@Nullable Found> findAsync(String secret, String client, Executor blocking) {
        SecretDigest key = secrets.digest(secret);
        if (!blocks) {
            return CompletableFuture.completedStage(findInMemory(key, secret));
        }
        SecretDigest known = foundGood.getIfPresent(key);
        if (known == null) {
            return answered(queued(secret, client));
        }
        return CompletableFuture.supplyAsync(() -> noted(key, known, store.findByDigest(known)), blocking)
                .thenCompose(found ->
                        found == null ? answered(queued(secret, client)) : CompletableFuture.completedStage(found));
    }

    private @Nullable Found findInMemory(SecretDigest key, String secret) {
        Found found = store.findByDigest(key);
        return found != null || !secrets.hasOlderDigests() ? found : findInMemory(secrets.digests(secret));
    }

    private @Nullable Found findInMemory(List<SecretDigest> digests) {
        for (SecretDigest digest : digests) {
            Found found = store.findByDigest(digest);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Notes whether a secret is good. */
    private @Nullable Found noted(SecretDigest key, SecretDigest by, @Nullable Found found) {
        if (found == null || found.endAt(instants.instant()) != null) {
            foundGood.invalidate(key);
        } else if (foundGood.getIfPresent(key) == null) {
            foundGood.put(key, by);
        }
        return found;
    }

    private CompletableFuture<@Nullable Found> queued(String secret, String client) {
        PendingLookup lookup = new PendingLookup(client, secrets.digests(secret), clock.nanos());
        serially(() -> {
            if (!queue.add(lookup)) {
                lookup.result()
                        .completeExceptionally(
                                new StoreUnavailableException(
                                        "looking an API token up: too many unknown secrets of its client wait (expected: fewer, or later)"));
            }
        });
        return lookup.result();
    }

    /**
     * Changes the queue, and begins what may begin. A thread that comes while another is about it leaves its change to that one and
     * goes on: an event loop must not wait for a lock.
     */
    private void serially(Runnable change) {
        changes.add(change);
        int left = underWay.incrementAndGet();
        if (left > 1) {
            return;
        }
        try {
            while (left > 0) {
                for (Runnable next = changes.poll(); next != null; next = changes.poll()) {
                    next.run();
                }
                proceed();
                left = underWay.addAndGet(-left);
            }
        } finally {
            if (left > 0) {
                // A clock or an executor has failed: the next change goes on.
                underWay.set(0);
            }
        }
    }

    /** Begins the next statement if it may begin, and ends look-ups that have waited too long. */
    private void proceed() {
        long now = clock.nanos();
        for (PendingLookup late : queue.removeUntil(now - maxWait.toNanos())) {
            late.result()
                    .completeExceptionally(new StoreUnavailableException("looking an API token up: no turn within "
                            + maxWait.toMillis() + " ms (expected: fewer unknown secrets of its client)"));
        }
        if (!queue.isEmpty() && running < MAX_RUNNING && pace.tryBegin(now)) {
            running++;
            List<PendingLookup> batch = queue.next(ApiTokenStore.MAX_DIGESTS);
            threads.execute(() -> run(batch));
        }
        if (!queue.isEmpty() && !timing) {
            timing = true;
            Future<?> unused = clock.schedule(() -> serially(() -> timing = false), StatementPace.INTERVAL_NANOS);
        }
    }

    private void run(List<PendingLookup> batch) {
        Set<SecretDigest> digests = new HashSet<>();
        batch.forEach(lookup -> digests.addAll(lookup.digests()));
        Map<SecretDigest, Found> found;
        try {
            found = store.findByDigests(digests);
        } catch (RuntimeException | Error failure) {
            batch.forEach(lookup -> lookup.result().completeExceptionally(failure));
            return;
        } finally {
            serially(() -> running--);
        }
        for (PendingLookup lookup : batch) {
            SecretDigest by = lookup.foundBy(found);
            lookup.result().complete(by == null ? null : noted(lookup.key(), by, found.get(by)));
        }
    }

    /** Not on a thread of the look-ups or the clock: what depends on the answer may take its time. */
    private static CompletionStage<@Nullable Found> answered(CompletableFuture<@Nullable Found> result) {
        return result.isDone() ? result : result.handleAsync(SecretLookups::given, ForkJoinPool.commonPool());
    }

    private static @Nullable Found given(@Nullable Found found, @Nullable Throwable failure) {
        if (failure != null) {
            throw new CompletionException(failure);
        }
        return found;
    }

    private static @Nullable Found await(CompletableFuture<@Nullable Found> result) {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            // Others may throw the same failure on threads of their own.
            throw failed.getCause() instanceof StoreUnavailableException down
                    ? new StoreUnavailableException(Objects.requireNonNull(down.getMessage()), down)
                    : new IllegalStateException("looking an API token up", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("looking an API token up: interrupted", interrupted);
        }
    }
}
