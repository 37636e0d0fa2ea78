package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.RejectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets in memory that have ended, each with the reason, for the retention. So a client that goes on using one is told apart
 * from a client that tries secrets at random. At most {@value #MOST} are kept, the latest. {@link #find} is safe beside a writer; all
 * else needs the store's lock.
 */
final class EndedSecrets {

    static final int MOST = 100_000;

    private final Duration retention;
    private final Map<SecretDigest, Found> byDigest = new ConcurrentHashMap<>();
    private final Deque<Ended> inOrder = new ArrayDeque<>();

    EndedSecrets(Duration retention) {
        this.retention = retention;
    }

    @Nullable
    Found find(SecretDigest digest) {
        return byDigest.get(digest);
    }

    void add(SecretDigest digest, ApiToken apiToken, RejectionReason reason, Instant now) {
        forgetBefore(now.minus(retention));
        byDigest.put(digest, Found.ended(apiToken, reason));
        inOrder.addLast(new Ended(digest, now));
        if (inOrder.size() > MOST) {
            byDigest.remove(inOrder.removeFirst().digest());
        }
    }

    /** Takes a secret out again whose end is undone. */
    void remove(SecretDigest digest) {
        byDigest.remove(digest);
        inOrder.removeIf(ended -> ended.digest().equals(digest));
    }

    private void forgetBefore(Instant oldest) {
        for (Ended next = inOrder.peekFirst(); next != null && next.at().isBefore(oldest); next = inOrder.peekFirst()) {
            byDigest.remove(next.digest());
            inOrder.removeFirst();
        }
    }

    private record Ended(SecretDigest digest, Instant at) {}
}
