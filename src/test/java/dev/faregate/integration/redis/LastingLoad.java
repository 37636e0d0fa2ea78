package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.SessionStore.Advance;
import dev.faregate.exchange.StoredSessions;
import dev.faregate.identity.Owner;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationView;
import dev.faregate.revocation.RevocationView.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What services write down for good while Redis fails: two threads that revoke, and use refresh tokens once. */
final class LastingLoad {

    private static final int THREADS = 2;
    private static final Duration RETENTION = Duration.ofDays(3);
    private final Instant until = Instant.now().plus(RETENTION);
    private static final Owner ADA = Owner.of("ada");

    private record Revoked(LogPosition signedAt, RevocationTarget target) {

        boolean isDeadIn(RevocationView view) {
            return view.standing(signedAt, "jti", target, ADA, null) == Standing.REVOKED;
        }
    }

    private final RevocationLog log;
    private final SessionStore sessions;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private final Queue<Revoked> revoked = new ConcurrentLinkedQueue<>();
    private final Queue<String> used = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong againNanos = new AtomicLong();
    private final AtomicReference<Throwable> other = new AtomicReference<>();
    private volatile long healedAt;

    LastingLoad(RevocationLog log, SessionStore sessions) {
        this.log = log;
        this.sessions = sessions;
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::run);
            thread.start();
            threads.add(thread);
        }
    }

    /** Until it succeeded after the healing. */
    private void run() {
        boolean again = false;
        while (!again && other.get() == null) {
            String name = "n" + names.incrementAndGet();
            long healed = healedAt;
            again = call(() -> revoke(name)) && call(() -> useOnce(name)) && healed != 0;
            if (again) {
                againNanos.accumulateAndGet(System.nanoTime() - healed, Math::max);
            }
        }
    }

    private void revoke(String name) {
        LogPosition signedAt = log.position();
        RevocationTarget target = RevocationTarget.apiToken(name);
        log.append(target);
        revoked.add(new Revoked(signedAt, target));
    }

    private void useOnce(String name) {
        sessions.begin(StoredSessions.of(Owner.of(name), name, until), 10);
        assertThat(advance(name)).isEqualTo(new Advance.Advanced());
        used.add(name);
    }

    private Advance advance(String name) {
        return sessions.advance(StoredSessions.firstUse(Owner.of(name), name, until), Duration.ZERO);
    }

    private boolean call(Runnable call) {
        long begun = System.nanoTime();
        try {
            call.run();
            return true;
        } catch (StoreUnavailableException e) {
            unavailable.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
        } catch (RuntimeException | AssertionError e) {
            other.set(e);
        } finally {
            longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
        return false;
    }

    void awaitSuccessAfterHealing() throws InterruptedException {
        healedAt = System.nanoTime();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    String figures() {
        return String.format(
                Locale.ROOT,
                "%d revoked, %d refresh tokens used, %d unavailable, longest %d ms, both again %d ms after",
                revoked.size(),
                used.size(),
                unavailable.get(),
                longestNanos.get() / 1_000_000,
                againNanos.get() / 1_000_000);
    }

    /** Nothing that was said to be done is undone, here, at another node, and at one that starts after it. */
    void check(Duration mostOfACall, Duration soon, RevocationLog elsewhere, RevocationLog afterwards) {
        assertThat(other.get()).as("what callers saw besides").isNull();
        assertThat(Duration.ofNanos(longestNanos.get())).isLessThan(mostOfACall);
        assertThat(Duration.ofNanos(againNanos.get())).isPositive().isLessThan(soon);
        assertThat(revoked).isNotEmpty();
        for (RevocationLog each : List.of(log, elsewhere, afterwards)) {
            catchUp(each, soon);
            RevocationView view = answered(soon, () -> new RevocationView(each, RETENTION, InstantSource.system()));
            assertThat(revoked).allMatch(gone -> answered(soon, () -> gone.isDeadIn(view)));
        }
        for (String name : used) {
            assertThat(answered(soon, () -> advance(name))).isEqualTo(new Advance.Reused());
        }
    }

    /** A pool finds only when it is asked that its connections are gone. */
    private static <T> T answered(Duration soon, Supplier<T> question) {
        long end = System.nanoTime() + soon.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (StoreUnavailableException e) {
                assertThat(System.nanoTime()).as("time until an answer").isLessThan(end);
            }
        }
    }

    /** A node that was not asked since finds only then that its connections are gone. */
    private void catchUp(RevocationLog each, Duration soon) {
        long end = System.nanoTime() + soon.toNanos();
        while (each.position().sequence() < log.position().sequence()) {
            try {
                each.catchUp(log.position().sequence());
            } catch (StoreUnavailableException e) {
                assertThat(System.nanoTime())
                        .as("time until the other node knew all")
                        .isLessThan(end);
            }
        }
    }
}
