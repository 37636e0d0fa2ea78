package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.OwnerRights;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guard without a thread that waits: which thread asks what, and what becomes of a request that goes away. */
class AsyncGuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GuardedApi api = new GuardedApi();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Thread> asked = new AtomicReference<>();

    @AfterEach
    void letEveryThreadGo() {
        release.countDown();
    }

    /** API tokens that are looked up by a call that blocks until it is released. */
    private Authenticator blocking() {
        Authenticator memory = Authenticator.of(api.faregate.tokenIssuer());
        return new Authenticator() {
            @Override
            public CredentialKind kind() {
                return CredentialKind.API_TOKEN;
            }

            @Override
            public boolean recognizes(String credential) {
                return memory.recognizes(credential);
            }

            @Override
            public Verification<Caller> authenticate(String credential) {
                asked.set(Thread.currentThread());
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
                return memory.authenticate(credential);
            }
        };
    }

    private RequestGuardBuilder overBlocking() {
        return RequestGuard.builder(api.faregate.rateLimiter())
                .accept(blocking())
                .listener(api.listener);
    }

    private static CompletableFuture<Verdict> get(RequestGuard guard, String... lines) {
        return guard.checkAsync(FakeRequest.get("/rows", lines), ENDPOINTS);
    }

    private static Verdict await(CompletableFuture<Verdict> verdict) throws Exception {
        return verdict.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void inMemoryEverythingIsDecidedOnTheCallingThread() {
        RequestGuard guard = api.guard().build();
        for (String path : List.of("/rows", "/rows/7", "/nowhere")) {
            for (String line : List.of(api.reader(), api.baseToken(Duration.ofHours(1)), api.madeUp(), "X: none")) {
                CompletableFuture<Verdict> verdict = guard.checkAsync(FakeRequest.get(path, line), ENDPOINTS);
                assertThat(verdict).isCompleted();
                assertThat(status(verdict.join()))
                        .isEqualTo(status(guard.check(FakeRequest.get(path, line), ENDPOINTS)));
            }
        }
    }

    @Test
    void portThatBlocksIsAskedOnAThreadOfTheGuards() throws Exception {
        RequestGuard guard = overBlocking().build();
        CompletableFuture<Verdict> verdict = get(guard, api.reader());
        assertThat(verdict).isNotCompleted();
        release.countDown();
        assertThat(await(verdict)).isInstanceOf(Verdict.Admitted.class);
        assertThat(asked.get())
                .isNotSameAs(Thread.currentThread())
                .matches(Thread::isDaemon)
                .extracting(Thread::getName)
                .asString()
                .startsWith("faregate-guard-");
    }

    @Test
    void fullGuardAnswers503AtOnceAndTheRestIsDecided() throws Exception {
        RequestGuard guard = overBlocking().blockingPorts(1, PATIENCE).build();
        List<CompletableFuture<Verdict>> room = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            room.add(get(guard, api.reader()));
        }
        CompletableFuture<Verdict> tooMany = get(guard, api.reader());
        assertThat(tooMany).isCompleted();
        assertThat(answered(tooMany.join()).status()).isEqualTo(503);
        assertThat(answered(tooMany.join()).headers().asMap()).containsEntry("Retry-After", "5");
        assertThat(api.down)
                .singleElement()
                .satisfies(down -> assertThat(down).hasMessageContaining("1 under way and 16 waiting"));
        release.countDown();
        for (CompletableFuture<Verdict> verdict : room) {
            assertThat(status(await(verdict))).isEqualTo(200);
        }
    }

    @Test
    void portWithoutAnAnswerInTimeIsAnswered503() throws Exception {
        RequestGuard guard =
                overBlocking().blockingPorts(4, Duration.ofMillis(300)).build();
        CompletableFuture<Verdict> verdict = get(guard, api.reader());
        api.nanos.advance(Duration.ofMillis(299));
        assertThat(verdict).isNotCompleted();
        api.nanos.advance(Duration.ofMillis(1));
        assertThat(status(await(verdict))).isEqualTo(503);
        assertThat(api.down.get(0)).hasMessageContaining("no answer within 300 ms");
    }

    @Test
    void mistakeOfAnApplicationFailsTheCheckAndLetsNothingThrough() {
        RequestGuard guard = api.guard()
                .limitedBy(caller -> {
                    throw new IllegalStateException("no key");
                })
                .build();
        assertThat(get(guard, api.reader())).isCompletedExceptionally();
    }

    @Test
    void rightsThatAreAskedForAsynchronouslyNeedNoThread() throws Exception {
        Optional<OwnerRights.Rights> reading = Optional.of(new OwnerRights.Rights(Permission.READ, null));
        AtomicReference<CompletableFuture<Optional<OwnerRights.Rights>>> now =
                new AtomicReference<>(CompletableFuture.completedFuture(reading));
        Faregate faregate = Faregate.builder()
                .apiTokens(issuer ->
                        issuer.ownerRights(OwnerRights.async((owner, resource) -> now.get(), Duration.ofMillis(1))))
                .build();
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        CompletableFuture<Optional<OwnerRights.Rights>> rights = new CompletableFuture<>();
        now.set(rights);
        RequestGuard guard =
                faregate.guard(CredentialKind.API_TOKEN).listener(api.listener).build();
        CompletableFuture<Verdict> verdict = get(guard, "Authorization: Bearer " + secret);
        assertThat(verdict).isNotCompleted();
        rights.complete(reading);
        assertThat(verdict).isCompleted();
        assertThat(await(verdict)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void rightsBlockUnlessTheApplicationSaysOtherwise() {
        OwnerRights quick = OwnerRights.nonBlocking((owner, resource) -> Optional.empty());
        assertThat(issuerWith(quick).tokenIssuer().blocks()).isFalse();
        assertThat(issuerWith((owner, resource) -> Optional.empty())
                        .tokenIssuer()
                        .blocks())
                .isTrue();
        assertThat(Faregate.builder().build().tokenIssuer().blocks()).isFalse();
    }

    private static Faregate issuerWith(OwnerRights rights) {
        return Faregate.builder()
                .apiTokens(issuer -> issuer.ownerRights(rights))
                .build();
    }

    @Test
    void requestThatGoesAwayBeforeItsPermitTakesNone() throws Exception {
        RequestGuard guard = overBlocking().build();
        String reader = api.reader();
        CompletableFuture<Verdict> gone = get(guard, reader);
        gone.cancel(false);
        release.countDown();
        Verdict.Admitted next = (Verdict.Admitted) await(get(guard, reader));
        assertThat(next.headers().asMap()).containsEntry("X-RateLimit-Remaining", "4");
    }

    @Test
    void requestThatGoesAwayWhileItsPermitIsTakenGivesItBack() throws Exception {
        LateStore store = new LateStore(BucketStore.inMemory(api.nanos, 1_000));
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perSecond(5))
                .store(store)
                .clock(api.nanos)
                .build();
        RequestGuard guard = RequestGuard.builder(limiter)
                .accept(Authenticator.of(api.faregate.tokenIssuer()))
                .listener(api.listener)
                .build();
        String reader = api.reader();
        CompletableFuture<Verdict> gone = get(guard, reader);
        assertThat(gone).isNotCompleted();
        assertThat(store.waiting).hasSize(1);
        gone.cancel(false);
        store.answer();
        CompletableFuture<Verdict> next = get(guard, reader);
        store.answer();
        assertThat(((Verdict.Admitted) await(next)).headers().asMap()).containsEntry("X-RateLimit-Remaining", "4");
    }

    @Test
    void answerThatComesTooLateChangesNothing() throws Exception {
        List<String> heard = new ArrayList<>();
        RequestGuard guard = overBlocking()
                .blockingPorts(4, Duration.ofMillis(300))
                .listener(new GuardListener() {
                    @Override
                    public void admitted(String endpoint, Caller caller, Decision decision) {
                        heard.add("admitted");
                    }

                    @Override
                    public void rejected(String endpoint, RejectionReason reason) {
                        heard.add("rejected");
                    }
                })
                .build();
        CompletableFuture<Verdict> late = get(guard, api.madeUp());
        CompletableFuture<Verdict> good = get(guard, api.reader());
        api.nanos.advance(Duration.ofMillis(300));
        assertThat(status(await(late))).isEqualTo(503);
        assertThat(status(await(good))).isEqualTo(503);
        release.countDown();
        assertThat(await(get(guard, api.reader()))).isInstanceOf(Verdict.Admitted.class);
        assertThat(heard).containsExactly("admitted");
    }

    @Test
    void remoteLimiterIsWaitedForOnNoThread() throws Exception {
        LateStore store = new LateStore(BucketStore.inMemory(api.nanos, 1_000));
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perSecond(5))
                .store(store)
                .clock(api.nanos)
                .build();
        RequestGuard guard = RequestGuard.builder(limiter)
                .accept(Authenticator.of(api.faregate.tokenIssuer()))
                .blockingPorts(1, PATIENCE)
                .build();
        List<CompletableFuture<Verdict>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(get(guard, api.reader()));
        }
        assertThat(many).noneMatch(CompletableFuture::isDone);
        store.answer();
        for (CompletableFuture<Verdict> verdict : many) {
            assertThat(status(await(verdict))).isEqualTo(200);
        }
    }

    /** Buckets somewhere else, whose answers come when the test says so. */
    private static final class LateStore implements BucketStore {

        private final BucketStore memory;
        private final List<Runnable> waiting = new ArrayList<>();

        LateStore(BucketStore memory) {
            this.memory = memory;
        }

        void answer() {
            List<Runnable> answers = List.copyOf(waiting);
            waiting.clear();
            answers.forEach(Runnable::run);
        }

        private <T> CompletionStage<T> later(Supplier<T> answer) {
            CompletableFuture<T> later = new CompletableFuture<>();
            waiting.add(() -> later.complete(answer.get()));
            return later;
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public Buckets open(String endpoint, Runnable overflowed) {
            Buckets buckets = memory.open(endpoint, overflowed);
            return new Buckets() {
                @Override
                public long take(String caller, Limits limits, long permits) {
                    return buckets.take(caller, limits, permits);
                }

                @Override
                public long peek(String caller, Limits limits, long permits) {
                    return buckets.peek(caller, limits, permits);
                }

                @Override
                public Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
                    return buckets.reserve(caller, limits, permits, maxWaitNanos);
                }

                @Override
                public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
                    return later(() -> take(caller, limits, permits));
                }

                @Override
                public CompletionStage<Grant> reserveAsync(
                        String caller, Limits limits, long permits, long maxWaitNanos) {
                    return later(() -> reserve(caller, limits, permits, maxWaitNanos));
                }
            };
        }
    }
}
