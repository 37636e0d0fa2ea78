package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.StoredSessions;
import dev.faregate.identity.Owner;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import dev.faregate.revocation.RevocationTarget;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** A real cluster of three: every operation touches one key, so every one finds its node. */
class RedisClusterTest {

    private static final int SLOTS = 16_384;
    private static final List<RedisServer> NODES = new ArrayList<>();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @BeforeAll
    static void formCluster() throws Exception {
        List<Integer> busPorts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int bus = RedisServer.freePort();
            busPorts.add(bus);
            NODES.add(RedisServer.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    Integer.toString(bus),
                    "--cluster-config-file",
                    "nodes-" + ProcessHandle.current().pid() + ".conf"));
        }
        for (int i = 0; i < 3; i++) {
            int port = NODES.get(i).port();
            String first = Integer.toString(i * SLOTS / 3);
            String last = Integer.toString((i + 1) * SLOTS / 3 - 1);
            Admin.to(port, "CLUSTER", "ADDSLOTSRANGE", first, last);
            Admin.to(
                    port,
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    Integer.toString(NODES.get(0).port()),
                    Integer.toString(busPorts.get(0)));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (RedisServer node : NODES) {
            while (!Admin.all(node.port(), "CLUSTER", "INFO").contains("cluster_state:ok")
                    || !Admin.all(node.port(), "CLUSTER", "INFO").contains("cluster_known_nodes:3")) {
                assertThat(System.nanoTime()).as("time for a cluster to form").isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @AfterAll
    static void endCluster() {
        NODES.forEach(RedisServer::close);
    }

    @Test
    void storesWorkOverLettuce() throws Exception {
        RedisClusterClient client = RedisClusterClient.create(NODES.get(0).uri());
        try (RedisDriver driver = LettuceDriver.over(client)) {
            check(RedisStores.over(driver).withPrefix("lettuce"));
        } finally {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }

    @Test
    void storesWorkOverJedis() throws Exception {
        try (redis.clients.jedis.RedisClusterClient client = redis.clients.jedis.RedisClusterClient.create(
                        new HostAndPort("127.0.0.1", NODES.get(1).port()));
                RedisDriver driver = JedisDriver.over(client)) {
            check(RedisStores.over(driver).withPrefix("jedis"));
        }
    }

    private static void check(RedisStores stores) throws Exception {
        RateLimiter limiter = RateLimiter.builder()
                .limit(Limit.perDay(2), Limit.perHour(2))
                .store(stores.buckets(), StoreGuard.standard().deadline(Duration.ofSeconds(10)))
                .build();
        for (String endpoint : List.of("GET /rows", "POST /rows")) {
            EndpointLimiter rows = limiter.endpoint(endpoint);
            for (int caller = 0; caller < 30; caller++) {
                assertThat(rows.take("caller " + caller).allowed()).isTrue();
                assertThat(rows.take("caller " + caller).allowed()).isTrue();
                assertThat(rows.take("caller " + caller).allowed()).isFalse();
            }
        }
        SessionStore sessions = stores.sessions();
        Instant until = Instant.now().plusSeconds(60);
        for (int i = 0; i < 10; i++) {
            Owner owner = Owner.of("owner " + i);
            sessions.begin(StoredSessions.of(owner, "s" + i, until), 10);
            assertThat(sessions.advance(StoredSessions.firstUse(owner, "s" + i, until), Duration.ZERO))
                    .isEqualTo(new SessionStore.Advance.Advanced());
        }
        try (RedisRevocationLog here =
                        stores.revocationLog().pollInterval(PATIENCE).open();
                RedisRevocationLog there =
                        stores.revocationLog().pollInterval(PATIENCE).open()) {
            here.append(RevocationTarget.apiToken("t1"));
            long end = System.nanoTime() + PATIENCE.toNanos() / 2;
            while (there.position().sequence() < 1) {
                assertThat(System.nanoTime()).as("time for a message").isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }
}
