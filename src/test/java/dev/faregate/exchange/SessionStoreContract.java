package dev.faregate.exchange;

import static dev.faregate.exchange.SessionStore.Advance.ADVANCED;
import static dev.faregate.exchange.SessionStore.Advance.REUSED;
import static dev.faregate.exchange.SessionStore.Advance.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.exchange.SessionStore.Advance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of sessions promises. */
public abstract class SessionStoreContract {

    protected final MovableClock clock = new MovableClock();
    private SessionStore store;

    /** An empty store that goes by {@link #clock}. */
    protected abstract SessionStore newStore();

    @BeforeEach
    void emptyStore() {
        store = newStore();
    }

    private Instant inAnHour() {
        return clock.instant().plus(Duration.ofHours(1));
    }

    @Test
    void eachRefreshTokenIsUsedOnceAndInOrder() {
        store.begin("s1", inAnHour());
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(ADVANCED);
        assertThat(store.advance("s1", 1, inAnHour())).isEqualTo(ADVANCED);
        assertThat(store.advance("s1", 2, inAnHour())).isEqualTo(ADVANCED);
    }

    @Test
    void usedRefreshTokenIsToldFromTheNext() {
        store.begin("s1", inAnHour());
        store.advance("s1", 0, inAnHour());
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(REUSED);
        assertThat(store.advance("s1", 1, inAnHour())).isEqualTo(ADVANCED);
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(REUSED);
    }

    @Test
    void numberThatWasNeverGivenIsUnknown() {
        store.begin("s1", inAnHour());
        assertThat(store.advance("s1", 1, inAnHour())).isEqualTo(UNKNOWN);
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(ADVANCED);
    }

    @Test
    void sessionsHaveNumbersOfTheirOwn() {
        store.begin("s1", inAnHour());
        store.begin("s2", inAnHour());
        store.advance("s1", 0, inAnHour());
        assertThat(store.advance("s2", 0, inAnHour())).isEqualTo(ADVANCED);
        assertThat(store.advance("s3", 0, inAnHour())).isEqualTo(UNKNOWN);
    }

    @Test
    void endedSessionIsUnknownAndEndingItTwiceIsHarmless() {
        store.begin("s1", inAnHour());
        store.end("s1");
        store.end("s1");
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(UNKNOWN);
    }

    @Test
    void sessionEndsWithItsRefreshToken() {
        store.begin("s1", inAnHour());
        clock.advance(Duration.ofHours(1));
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(UNKNOWN);
    }

    @Test
    void eachUseCarriesTheSessionOn() {
        store.begin("s1", inAnHour());
        clock.advance(Duration.ofMinutes(50));
        assertThat(store.advance("s1", 0, inAnHour())).isEqualTo(ADVANCED);
        clock.advance(Duration.ofMinutes(50));
        assertThat(store.advance("s1", 1, inAnHour())).isEqualTo(ADVANCED);
    }

    @Test
    void ofManyWhoUseOneRefreshTokenAtOnceOneIsTheFirst() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                String session = "s" + round;
                store.begin(session, inAnHour());
                List<Callable<Advance>> uses = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    uses.add(() -> store.advance(session, 0, inAnHour()));
                }
                List<Advance> outcomes = new ArrayList<>();
                for (Future<Advance> outcome : threads.invokeAll(uses)) {
                    outcomes.add(outcome.get());
                }
                assertThat(outcomes).containsOnlyOnce(ADVANCED).contains(REUSED).doesNotContain(UNKNOWN);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
