package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every admitted request meets. */
class RequestGuardTest extends GuardedRows {

    @Test
    void goodCredentialIsAdmittedWithTheStateOfItsLimit() {
        Verdict.Admitted admitted = admitted(get("/rows/7", bearer(reader)));
        assertThat(admitted.caller()).isEqualTo(reader.apiToken().caller());
        assertThat(admitted.credential()).isEqualTo(reader.secret());
        assertThat(admitted.toString()).doesNotContain(reader.secret());
        assertThat(admitted.match().pathVariables()).containsExactly(Map.entry("id", "7"));
        assertThat(admitted.headers().asMap())
                .isEqualTo(Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset", "1"));
    }

    @Test
    void headIsGetWithoutABodyAndSharesItsBucket() {
        for (int i = 0; i < 5; i++) {
            admitted(guard.check(FakeRequest.of("HEAD", "/rows", bearer(reader)), ENDPOINTS));
        }
        Verdict.Answered refused = refused(guard.check(FakeRequest.of("HEAD", "/rows", bearer(reader)), ENDPOINTS));
        Verdict.Answered refusedGet = refused(get("/rows", bearer(reader)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).isEqualTo(refusedGet.headers());
        assertThat(refused.bytes()).isEmpty();
        assertThat(refusedGet.bytes()).isNotEmpty();
    }
}
