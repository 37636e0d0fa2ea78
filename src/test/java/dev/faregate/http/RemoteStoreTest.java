package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a guard asks of a store across a network. */
class RemoteStoreTest {

    private final GuardedApi api = new GuardedApi();
    private final CountedStore store = new CountedStore(BucketStore.inMemory(api.nanos, 1_000));
    private final RequestGuard node = node();

    /** API tokens are those of one store; the buckets', too, and each node knows of them what it was told. */
    private RequestGuard node() {
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perSecond(50))
                .store(store)
                .clock(api.nanos)
                .build();
        Faregate faregate = api.faregate;
        return RequestGuard.builder(limiter)
                .accept(Authenticator.of(faregate.tokenIssuer()))
                .listener(api.listener)
                .build();
    }

    private static int get(RequestGuard node, String credential) {
        return status(node.check(FakeRequest.get("/rows", credential), ENDPOINTS));
    }

    @Test
    void authenticatedRequestAsksOnce() {
        String reader = api.reader();
        for (int i = 1; i <= 10; i++) {
            assertThat(get(node, reader)).isEqualTo(200);
            assertThat(store.questions).hasSize(i).containsOnly("take GET /rows");
        }
    }

    @Test
    void failedAttemptAsksOnceAndOneTooManyNotAtAll() {
        for (int i = 0; i < 20; i++) {
            assertThat(get(node, api.madeUp())).isEqualTo(401);
            assertThat(store.questions).hasSize(i + 1);
        }
        assertThat(get(node, api.madeUp())).isEqualTo(429);
        assertThat(store.questions).hasSize(20);
        api.nanos.advance(Duration.ofSeconds(3));
        assertThat(get(node, api.madeUp())).isEqualTo(401);
    }

    @Test
    void sameMadeUpTextAsksOnce() {
        String madeUp = api.madeUp();
        for (int i = 0; i < 100; i++) {
            assertThat(get(node, madeUp)).isEqualTo(401);
        }
        assertThat(store.questions).hasSize(1);
    }

    @Test
    void addressThatWasExhaustedElsewhereIsAnswered429AndItsValidCredentialsAreAccepted() {
        RequestGuard other = node();
        for (int i = 0; i < 20; i++) {
            get(other, api.madeUp());
        }
        assertThat(get(node, api.madeUp())).isEqualTo(429);
        assertThat(get(node, api.reader())).isEqualTo(200);
    }

    /** A store that is somewhere else, as far as a limiter can tell. */
    private static final class CountedStore implements BucketStore {

        private final BucketStore memory;
        private final Map<String, Buckets> opened = new ConcurrentHashMap<>();
        private final List<String> questions = new ArrayList<>();

        CountedStore(BucketStore memory) {
            this.memory = memory;
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public Buckets open(String endpoint, Runnable overflowed) {
            Buckets buckets = opened.computeIfAbsent(endpoint, name -> memory.open(name, overflowed));
            return new Buckets() {
                @Override
                public long take(String caller, Limits limits, long permits) {
                    return counted("take", () -> buckets.take(caller, limits, permits));
                }

                @Override
                public long peek(String caller, Limits limits, long permits) {
                    return counted("peek", () -> buckets.peek(caller, limits, permits));
                }

                @Override
                public Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
                    return counted("reserve", () -> buckets.reserve(caller, limits, permits, maxWaitNanos));
                }

                private <T> T counted(String what, Supplier<T> question) {
                    questions.add(what + ' ' + endpoint);
                    return question.get();
                }
            };
        }
    }
}
