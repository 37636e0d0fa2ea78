package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.StoredSessions;
import dev.faregate.identity.Owner;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

class ServerCheckTest {

    /** The shared server, as if it were of another version. */
    private record Claiming(String info) implements RedisDriver {

        @Override
        public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
            return Drivers.lettuce().evalsha(digest, key, args);
        }

        @Override
        public CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args) {
            return Drivers.lettuce().eval(script, key, args);
        }

        @Override
        public void subscribe(String channel, Runnable heard) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void serverThatIsNewEnoughIsTaken() {
        assertThat(RedisStores.over(Drivers.lettuce()).buckets()).isNotNull();
        assertThat(RedisStores.over(Drivers.jedis()).buckets()).isNotNull();
        assertThat(RedisStores.over(new Claiming("redis_version:6.2.0\r\n"))).isNotNull();
        assertThat(RedisStores.over(new Claiming("# another server\r\n"))).isNotNull();
    }

    @Test
    void serverOlderThanSixTwoIsNamed() {
        assertThatThrownBy(() -> RedisStores.over(new Claiming("# Server\r\nredis_version:6.0.16\r\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Redis version: 6.0 (expected: 6.2 or newer)");
    }

    @Test
    void addressThatLeadsNowhereIsUnavailable() {
        int nobody = RedisServer.freePort();
        assertThatThrownBy(() -> LettuceDriver.connect("redis://127.0.0.1:" + nobody))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Redis cannot be reached");
        try (RedisClient jedis = RedisClient.create("127.0.0.1", nobody);
                RedisDriver driver = JedisDriver.over(jedis)) {
            assertThatThrownBy(() -> RedisStores.over(driver))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("Redis cannot be reached");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', not one for Redis",
        "redis://, Expected authority at index 8",
        "http://planted@localhost, not one for Redis",
        "planted@localhost, not one for Redis",
        "redis://user:planted@local host:6379, Illegal character in authority at index 8",
        "redis://user:pl%zzanted@localhost, Malformed escape pair at index 15",
        "redis://user:pl#anted@localhost, # in it",
        "redis://user:planted@localhost/planted, not one for Redis"
    })
    void addressThatIsNoneIsNamedWithoutItsPassword(String uri, String problem) {
        assertThatThrownBy(() -> LettuceDriver.connect(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage(
                        "uri: " + problem
                                + " (expected: redis://user:password@host:6379/0, percent-encoded, or another form of RedisURI)");
    }

    @Test
    void userWhoMayNotRunScriptsIsNamed() {
        int port = RedisServer.shared().port();
        Admin.to(port, "ACL", "SETUSER", "noscripts", "on", ">planted", "~*", "&*", "+@all", "-@scripting");
        try (RedisDriver driver = LettuceDriver.connect("redis://noscripts:planted@127.0.0.1:" + port)) {
            assertThatThrownBy(() -> RedisStores.over(driver))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "Redis refuses to run scripts: NOPERM (expected: a user with +eval +evalsha")
                    .hasMessageNotContaining("planted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-set", "-time", "-get", "-del"})
    void userWhoMayNotDoOneOfThemIsNamed(String denied) {
        int port = RedisServer.shared().port();
        Admin.to(port, "ACL", "SETUSER", "reader", "reset", "on", ">planted", "~*", "&*", "+@all", denied);
        try (RedisDriver driver = JedisDriver.over(RedisClient.create("redis://reader:planted@127.0.0.1:" + port))) {
            assertThatThrownBy(() -> RedisStores.over(driver))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Redis refuses to run scripts");
        }
    }

    @Test
    void userWhoMayDoJustWhatTheMessageNamesIsEnough() {
        int port = RedisServer.shared().port();
        Admin.to(
                port,
                "ACL",
                "SETUSER",
                "least",
                "on",
                ">planted",
                "~faregate:*",
                "~{faregate:*",
                "&faregate:*",
                "-@all",
                "+eval",
                "+evalsha",
                "+time",
                "+get",
                "+set",
                "+del",
                "+hget",
                "+hset",
                "+hdel",
                "+hgetall",
                "+pexpireat",
                "+publish",
                "+subscribe",
                "+hello",
                "+ping");
        try (RedisDriver driver = LettuceDriver.connect("redis://least:planted@127.0.0.1:" + port)) {
            RedisStores stores = RedisStores.over(driver);
            RateLimiter limiter = RateLimiter.builder()
                    .store(stores.buckets(), StoreGuard.standard().deadline(Duration.ofSeconds(10)))
                    .build();
            assertThat(limiter.take("GET /rows", "ada").decidedBy()).isEqualTo(DecidedBy.STORE);
            Instant until = Instant.now().plusSeconds(60);
            Owner ada = Owner.of("ada");
            stores.sessions().begin(StoredSessions.of(ada, "s1", until), 10);
            assertThat(stores.sessions().advance(StoredSessions.firstUse(ada, "s1", until), Duration.ZERO))
                    .isEqualTo(new SessionStore.Advance.Advanced());
            assertThat(stores.sessions().list(ada)).hasSize(1);
            stores.sessions().end(ada, "s1");
            try (RedisRevocationLog log = stores.revocationLog().open()) {
                long sequence = log.append(RevocationTarget.session("s1")).sequence();
                assertThat(log.position().sequence()).isEqualTo(sequence);
            }
        }
    }

    @Test
    void wrongPasswordIsUnavailableAndNotSpoken() {
        int port = RedisServer.shared().port();
        Admin.to(port, "ACL", "SETUSER", "known", "on", ">right", "~*", "+@all");
        assertThatThrownBy(() -> LettuceDriver.connect("redis://known:wr0ng-s3cret@127.0.0.1:" + port))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageNotContaining("wr0ng-s3cret");
    }
}
