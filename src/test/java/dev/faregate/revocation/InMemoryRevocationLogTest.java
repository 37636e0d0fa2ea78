package dev.faregate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryRevocationLogTest extends RevocationLogContract {

    @Override
    protected RevocationLog newLog() {
        return RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom());
    }

    @Test
    void forgetsEntriesOlderThanAnythingThatCouldStillBeAlive() {
        RevocationLog log = newLog();
        log.append(RevocationTarget.apiToken("old"));
        clock.advance(Duration.ofDays(3).plusSeconds(1));
        log.append(RevocationTarget.apiToken("new"));
        assertThat(log.after(0)).extracting(Revocation::sequence).containsExactly(2L);
    }

    @Test
    void retentionThatIsNotPositiveIsNamed() {
        assertThatThrownBy(() -> RevocationLog.inMemory(Duration.ZERO, clock, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retention: PT0S (expected: > 0)");
    }
}
