package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.exchange.SessionStore.Advance;
import dev.faregate.exchange.SessionStore.Advance.Advanced;
import dev.faregate.exchange.SessionStore.Advance.Repeated;
import dev.faregate.exchange.SessionStore.Advance.Reused;
import dev.faregate.exchange.SessionStore.Advance.Unknown;
import dev.faregate.exchange.SessionStore.Use;
import dev.faregate.identity.Owner;
import dev.faregate.revocation.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of sessions promises. */
public abstract class SessionStoreContract {

    private static final Owner ADA = Owner.of("ada");
    private static final Owner GRACE = Owner.of("gräce } % 🚀");
    private static final LogPosition START = new LogPosition("log", 7);
    private static final Duration REUSE = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int NO_LIMIT = 1_000;

    protected final MovableClock clock = new MovableClock();
    private SessionStore store;
    private @Nullable SessionStore other;

    /** An empty store that goes by {@link #clock}. */
    protected abstract SessionStore newStore();

    /** The store that {@link #newStore} has returned last, as another node sees it. */
    protected abstract SessionStore newNode();

    @BeforeEach
    void emptyStore() {
        store = newStore();
        other = null;
    }

    private SessionStore otherNode() {
        if (other == null) {
            other = newNode();
        }
        return other;
    }

    private static StoredSession session(Owner owner, String id, Instant signedInAt) {
        return new StoredSession(new Session(id, owner, signedInAt, null, signedInAt.plus(HOUR)), START);
    }

    private List<String> begin(Owner owner, String id, int most) {
        return store.begin(session(owner, id, clock.instant()), most);
    }

    private void begin(String id) {
        assertThat(begin(ADA, id, NO_LIMIT)).isEmpty();
    }

    private Use use(String id, long number) {
        return new Use(ADA, id, number, clock.instant(), clock.instant().plus(HOUR), START);
    }

    private Advance advance(String id, long number) {
        return store.advance(use(id, number), Duration.ZERO);
    }

    private List<String> listed(Owner owner) {
        return store.list(owner).stream().map(stored -> stored.session().id()).toList();
    }

    @Test
    void eachRefreshTokenIsUsedOnceAndInOrder() {
        begin("s1");
        assertThat(advance("s1", 0)).isEqualTo(new Advanced());
        assertThat(advance("s1", 1)).isEqualTo(new Advanced());
        assertThat(advance("s1", 2)).isEqualTo(new Advanced());
    }

    @Test
    void usedRefreshTokenIsToldFromTheNext() {
        begin("s1");
        advance("s1", 0);
        assertThat(advance("s1", 0)).isEqualTo(new Reused());
        assertThat(advance("s1", 1)).isEqualTo(new Advanced());
        assertThat(advance("s1", 0)).isEqualTo(new Reused());
    }

    @Test
    void numberThatWasNeverGivenIsUnknown() {
        begin("s1");
        assertThat(advance("s1", 1)).isEqualTo(new Unknown());
        assertThat(advance("s1", 0)).isEqualTo(new Advanced());
    }

    @Test
    void sessionsHaveNumbersOfTheirOwn() {
        begin("s1");
        begin("s2");
        advance("s1", 0);
        assertThat(advance("s2", 0)).isEqualTo(new Advanced());
        assertThat(advance("s3", 0)).isEqualTo(new Unknown());
    }

    @Test
    void endedSessionIsUnknownAndEndingItTwiceIsHarmless() {
        begin("s1");
        store.end(ADA, "s1");
        store.end(ADA, "s1");
        assertThat(advance("s1", 0)).isEqualTo(new Unknown());
        assertThat(listed(ADA)).isEmpty();
    }

    @Test
    void sessionOfAnotherOwnerIsNeitherUsedNorEnded() {
        begin(GRACE, "s1", NO_LIMIT);
        assertThat(advance("s1", 0)).isEqualTo(new Unknown());
        store.end(ADA, "s1");
        assertThat(listed(GRACE)).containsExactly("s1");
    }

    @Test
    void sessionExpires() {
        begin("s1");
        clock.advance(HOUR);
        assertThat(advance("s1", 0)).isEqualTo(new Unknown());
        assertThat(listed(ADA)).isEmpty();
    }

    @Test
    void sessionExpiresWhileAnotherOfItsOwnerLivesOn() {
        begin("s1");
        clock.advance(Duration.ofMinutes(30));
        begin("s2");
        clock.advance(Duration.ofMinutes(30));
        assertThat(listed(ADA)).containsExactly("s2");
        assertThat(advance("s1", 0)).isEqualTo(new Unknown());
        assertThat(begin(ADA, "s3", 2)).isEmpty();
        clock.advance(Duration.ofMinutes(30));
        assertThat(listed(ADA)).containsExactly("s3");
    }

    @Test
    void eachUseCarriesTheSessionOn() {
        begin("s1");
        clock.advance(Duration.ofMinutes(50));
        assertThat(advance("s1", 0)).isEqualTo(new Advanced());
        clock.advance(Duration.ofMinutes(50));
        assertThat(advance("s1", 1)).isEqualTo(new Advanced());
    }

    @Test
    void tokenUsedLastIsRepeatedWithinTheIntervalAndReusedAfterIt() {
        begin("s1");
        Instant first = clock.instant();
        store.advance(use("s1", 0), REUSE);
        clock.advance(REUSE);
        assertThat(store.advance(use("s1", 0), REUSE)).isEqualTo(new Repeated(first));
        clock.advance(Duration.ofMillis(1));
        assertThat(store.advance(use("s1", 0), REUSE)).isEqualTo(new Reused());
    }

    @Test
    void repeatingDoesNotLengthenTheIntervalAndLeavesTheNextTokenToBeUsedOnce() {
        begin("s1");
        store.advance(use("s1", 0), REUSE);
        clock.advance(Duration.ofSeconds(6));
        assertThat(store.advance(use("s1", 0), REUSE)).isInstanceOf(Repeated.class);
        clock.advance(Duration.ofSeconds(6));
        assertThat(store.advance(use("s1", 0), REUSE)).isEqualTo(new Reused());
        assertThat(store.advance(use("s1", 1), REUSE)).isEqualTo(new Advanced());
    }

    @Test
    void tokenBeforeTheOneUsedLastIsReusedAtOnce() {
        begin("s1");
        store.advance(use("s1", 0), REUSE);
        store.advance(use("s1", 1), REUSE);
        assertThat(store.advance(use("s1", 0), REUSE)).isEqualTo(new Reused());
        assertThat(store.advance(use("s1", 1), REUSE)).isInstanceOf(Repeated.class);
    }

    @Test
    void useByANodeWhoseClockIsBehindIsRepeatedWithinTheIntervalAlone() {
        begin("s1");
        Use behind = use("s1", 0);
        clock.advance(Duration.ofSeconds(10));
        store.advance(use("s1", 0), REUSE);
        assertThat(store.advance(behind, REUSE)).isInstanceOf(Repeated.class);
        clock.advance(Duration.ofSeconds(10));
        store.advance(use("s1", 1), REUSE);
        Use farBehind = new Use(ADA, "s1", 1, behind.at(), behind.until(), START);
        assertThat(store.advance(farBehind, REUSE)).isEqualTo(new Reused());
    }

    @Test
    void sessionsOfAnOwnerAreListedNewestFirstWithTheirFacts() {
        Instant first = clock.instant();
        begin("s1");
        clock.advance(Duration.ofSeconds(1));
        begin("s2");
        begin(GRACE, "s3", NO_LIMIT);
        clock.advance(Duration.ofSeconds(1));
        Instant now = clock.instant();
        LogPosition later = new LogPosition("another log", 8);
        store.advance(new Use(ADA, "s1", 0, now, now.plus(HOUR), later), REUSE);
        assertThat(listed(ADA)).containsExactly("s2", "s1");
        assertThat(listed(GRACE)).containsExactly("s3");
        assertThat(listed(Owner.of("nobody"))).isEmpty();
        assertThat(store.list(ADA).get(1))
                .isEqualTo(new StoredSession(new Session("s1", ADA, first, now, now.plus(HOUR)), later));
        assertThat(store.list(ADA).get(0).session().refreshedAt()).isNull();
        assertThat(otherNode().list(ADA)).isEqualTo(store.list(ADA));
    }

    @Test
    void sessionsBeyondTheMostAreToldOldestFirstAndStayUntilTheyAreEnded() {
        for (int i = 1; i <= 4; i++) {
            assertThat(begin(ADA, "s" + i, 4)).isEmpty();
            clock.advance(Duration.ofSeconds(1));
        }
        begin(GRACE, "other", 1);
        assertThat(begin(ADA, "s0", 3)).containsExactly("s1", "s2");
        assertThat(listed(ADA)).containsExactly("s0", "s4", "s3", "s2", "s1");
        store.end(ADA, "s1");
        store.end(ADA, "s2");
        clock.advance(Duration.ofSeconds(1));
        assertThat(begin(ADA, "s5", 4)).isEmpty();
    }

    @Test
    void sessionThatBeginsIsNeverOneTooManyThoughOthersBeganAtTheSameTime() {
        begin("s2");
        assertThat(begin(ADA, "s1", 1)).containsExactly("s2");
    }

    @Test
    void expiredSessionsTakeNoPlace() {
        begin("s1");
        clock.advance(HOUR);
        assertThat(begin(ADA, "s2", 1)).isEmpty();
    }

    @Test
    void atMostAHundredAreToldAtOnce() {
        for (int i = 0; i < 105; i++) {
            begin("s" + i);
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(begin(ADA, "last", 1)).hasSize(SessionStore.MOST_OVER).startsWith("s0", "s1", "s2");
    }

    @Test
    void ofManyWhoUseOneRefreshTokenAtOnceOneIsTheFirst() throws Exception {
        for (int round = 0; round < 20; round++) {
            String session = "s" + round;
            begin(session);
            assertThat(usedAtOnce(use(session, 0), Duration.ZERO))
                    .containsOnlyOnce(new Advanced())
                    .contains(new Reused())
                    .doesNotContain(new Unknown());
        }
    }

    /** A tab that loses the race gets what the winner got, and so they stay together. */
    @Test
    void tabsThatRaceOverTwoNodesStayOnOneBranch() throws Exception {
        for (int round = 0; round < 10; round++) {
            String session = "s" + round;
            begin(session);
            for (int number = 0; number < 3; number++) {
                Instant now = clock.instant();
                List<Advance> outcomes = usedAtOnce(use(session, number), REUSE);
                assertThat(outcomes).containsOnlyOnce(new Advanced());
                outcomes.remove(new Advanced());
                assertThat(outcomes).containsOnly(new Repeated(now.truncatedTo(ChronoUnit.MILLIS)));
            }
        }
    }

    @Test
    void sessionsThatBeginAtOnceOnTwoNodesLeaveNoMoreThanTheMost() throws Exception {
        for (int round = 0; round < 25; round++) {
            List<Callable<Integer>> begun = new ArrayList<>();
            List<SessionStore> nodes = List.of(store, otherNode());
            for (int i = 0; i < 8; i++) {
                SessionStore node = nodes.get(i % 2);
                StoredSession session = session(ADA, "s" + round + "-" + i, clock.instant());
                begun.add(() -> {
                    List<String> over = node.begin(session, 3);
                    over.forEach(id -> node.end(ADA, id));
                    return over.size();
                });
            }
            atOnce(begun);
            assertThat(listed(ADA)).hasSizeBetween(1, 3);
            clock.advance(Duration.ofMillis(5));
        }
    }

    private List<Advance> usedAtOnce(Use use, Duration reuse) throws Exception {
        SessionStore otherNode = otherNode();
        List<Callable<Advance>> uses = new ArrayList<>(Collections.nCopies(4, () -> store.advance(use, reuse)));
        uses.addAll(Collections.nCopies(4, () -> otherNode.advance(use, reuse)));
        return atOnce(uses);
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
