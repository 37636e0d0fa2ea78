package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.FaultyProxy;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.Decision;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Harm to a server of its own, under load: what callers saw, and that what was committed stays and what was revoked is dead. The
 * figures are printed, and kept in {@code target/jdbc-faults.txt}.
 */
class FaultsTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofMillis(50);
    private static final int POOL_SIZE = 6;

    /** The most statements in one transaction. */
    private static final int STATEMENTS = 6;

    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** How much longer a call may take on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final String SERVER = "postgres-faults";

    private static EmbeddedPostgres server;
    private static FaultyProxy network;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() throws IOException {
        server = TestPostgres.startLasting(SERVER);
        network = new FaultyProxy(server.getPort());
        PGSimpleDataSource database = (PGSimpleDataSource) server.getPostgresDatabase();
        database.setPortNumbers(new int[] {network.port()});
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setConnectionTimeout(TIMEOUT.toMillis());
        config.setValidationTimeout(250);
        pool = new HikariDataSource(config);
        JdbcStores.postgres(pool).createSchema();
        Files.writeString(
                Path.of("target", "jdbc-faults.txt"),
                String.format(
                        "%-34s %8s %8s %8s %12s %12s %14s %9s  %s%n",
                        "fault",
                        "ok",
                        "local",
                        "refused",
                        "slowest ok",
                        "slowest no",
                        "slowest limit",
                        "ok again",
                        "errors"));
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
        network.close();
        server.close();
        try (Stream<Path> data = Files.walk(TestPostgres.data(SERVER))) {
            for (Path path : data.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void stoppedServer() throws Exception {
        List<String> pids = Stream.concat(Stream.of(postmaster()), postmaster().descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        underLoad("server stopped for 1.5 s", () -> {
            signal("-STOP", pids);
            try {
                pause(1_500);
            } finally {
                signal("-CONT", pids);
            }
        });
    }

    @Test
    void killedConnections() throws Exception {
        underLoad("all connections killed", () -> {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
            }
        });
    }

    @Test
    void crashedServer() throws Exception {
        ProcessHandle victim = postmaster()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("walwriter"))
                .findFirst()
                .orElseGet(() -> postmaster().descendants().findFirst().orElseThrow());
        underLoad("process killed, recovery", () -> {
            List<ProcessHandle> before = postmaster().descendants().toList();
            signal("-KILL", List.of(Long.toString(victim.pid())));
            // Whatever dies of its processes, PostgreSQL ends all of them and recovers from its log.
            while (before.stream().anyMatch(ProcessHandle::isAlive)) {
                pause(1);
            }
        });
    }

    @Test
    void restartedServer() throws Exception {
        underLoad("server shut down, started again", () -> server = TestPostgres.restart(SERVER, server));
    }

    @Test
    void exhaustedPool() throws Exception {
        underLoad("pool exhausted for 1 s", () -> {
            List<Connection> hoarded = new ArrayList<>();
            try {
                long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
                while (System.nanoTime() < end && hoarded.size() < POOL_SIZE - 1) {
                    hoarded.add(pool.getConnection());
                }
                pause(Duration.ofNanos(end - System.nanoTime()).toMillis());
            } finally {
                for (Connection connection : hoarded) {
                    connection.close();
                }
            }
        });
    }

    @Test
    void cutConnections() throws Exception {
        underLoad("network: all connections cut", network::cut);
    }

    @Test
    void refusedConnections() throws Exception {
        underLoad("network: refused for 1.5 s", () -> {
            network.refuse();
            healAfter(1_500);
        });
    }

    @Test
    void blackHole() throws Exception {
        underLoad("network: silent for 5 s", () -> {
            network.blackhole();
            healAfter(5_000);
        });
    }

    @Test
    void slowNetwork() throws Exception {
        underLoad("network: 100 ms each way for 3 s", () -> {
            network.delay(100);
            healAfter(3_000);
        });
    }

    @Test
    void networkSlowerThanTheTimeout() throws Exception {
        underLoad("network: 400 ms each way for 3 s", () -> {
            network.delay(400);
            healAfter(3_000);
        });
    }

    private static void healAfter(long millis) throws Exception {
        try {
            pause(millis);
        } finally {
            network.heal();
        }
    }

    private interface Fault {
        void strike() throws Exception;
    }

    private static void underLoad(String name, Fault fault) throws Exception {
        try (Node node = Node.open(JdbcStores.postgres(pool).timeout(TIMEOUT).maxStaleness(Duration.ofSeconds(5)))) {
            Load load = new Load(node);
            load.start();
            pause(300);
            long struck = System.nanoTime();
            fault.strike();
            long mended = System.nanoTime();
            long again = load.awaitSuccess(mended);
            pause(300);
            load.stop();
            String row = String.format(
                    Locale.ROOT,
                    "%-34s %8d %8d %8d %9.0f ms %9.0f ms %11.0f ms %6.0f ms  %s%n",
                    name,
                    load.succeeded.get(),
                    load.decidedLocally.get(),
                    load.refused.get(),
                    load.slowestSuccess() / 1e6,
                    load.slowestRefusal() / 1e6,
                    load.slowestLimit.get() / 1e6,
                    (again - mended) / 1e6,
                    load.kinds.keySet());
            System.out.print("FaultsTest: " + row);
            Files.writeString(Path.of("target", "jdbc-faults.txt"), row, java.nio.file.StandardOpenOption.APPEND);
            assertThat(mended).isGreaterThan(struck);
            assertThat(load.kinds.keySet()).isSubsetOf(StoreUnavailableException.class.getSimpleName());
            // A connection is lent in time, and each statement answered in time, or the call fails.
            assertThat(Duration.ofNanos(Math.max(load.slowestSuccess(), load.slowestRefusal())))
                    .isLessThan(TIMEOUT.multipliedBy(1 + STATEMENTS).plus(SLACK));
            assertThat(Duration.ofNanos(load.slowestLimit.get())).isLessThan(DEADLINE.plus(SLACK));
            assertThat(Duration.ofNanos(again - mended)).isLessThan(RECOVERY);
            load.assertNothingLost();
        }
        // A process that starts after it knows all of it.
        try (Node after = Node.open(JdbcStores.postgres(pool).timeout(Duration.ofSeconds(10)))) {
            assertThat(after.stores().revocationLog().position().sequence()).isPositive();
        }
    }

    /** What a service does all day, on four threads. */
    private static final class Load {

        private static final AtomicInteger NAMES = new AtomicInteger();
        private static final long FAILED = 0;
        private static final long ANSWERED = 1;
        private static final long HERE = 2;

        final AtomicInteger succeeded = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger decidedLocally = new AtomicInteger();
        final AtomicLong slowestLimit = new AtomicLong();
        final Map<String, Integer> kinds = new ConcurrentHashMap<>();
        private final Queue<long[]> calls = new ConcurrentLinkedQueue<>();
        private final Queue<IssuedApiToken> committed = new ConcurrentLinkedQueue<>();
        private final Queue<IssuedApiToken> revoked = new ConcurrentLinkedQueue<>();
        private final Queue<String> dead = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Node node;

        Load(Node node) {
            this.node = node;
        }

        void start() {
            for (int i = 0; i < 4; i++) {
                Owner owner = Owner.of("load " + NAMES.incrementAndGet());
                Thread thread = new Thread(() -> run(owner));
                thread.start();
                threads.add(thread);
            }
        }

        private void run(Owner owner) {
            int step = 0;
            while (stopped.getCount() > 0) {
                int kind = step++ % 8;
                call(() -> step(owner, kind));
            }
        }

        /** True if the database has answered. */
        private boolean step(Owner owner, int kind) {
            var issuer = node.faregate().tokenIssuer();
            if (kind == 0 || kind == 4) {
                IssueResult result =
                        issuer.issue(ApiTokenRequest.of("name " + NAMES.incrementAndGet(), owner, Permission.READ));
                if (result instanceof IssueResult.Issued issued) {
                    committed.add(issued.issued());
                }
                if (kind == 4) {
                    IssuedApiToken victim = committed.poll();
                    if (victim != null) {
                        String baseToken = node.exchange(victim);
                        node.revoke(victim);
                        revoked.add(victim);
                        dead.add(baseToken);
                    }
                }
                return true;
            }
            long begun = System.nanoTime();
            Decision decision =
                    node.faregate().rateLimiter().endpoint("GET /rows").take(owner.id());
            slowestLimit.accumulateAndGet(System.nanoTime() - begun, Math::max);
            boolean here = decision.decidedBy() == DecidedBy.LOCAL;
            decidedLocally.addAndGet(here ? 1 : 0);
            return !here;
        }

        private void call(BooleanSupplier call) {
            long begun = System.nanoTime();
            try {
                boolean answered = call.getAsBoolean();
                succeeded.incrementAndGet();
                calls.add(new long[] {begun, System.nanoTime(), answered ? ANSWERED : HERE});
            } catch (RuntimeException failure) {
                refused.incrementAndGet();
                kinds.merge(
                        failure instanceof StoreUnavailableException
                                ? failure.getClass().getSimpleName()
                                : failure.toString(),
                        1,
                        Integer::sum);
                calls.add(new long[] {begun, System.nanoTime(), FAILED});
            }
        }

        long awaitSuccess(long since) throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                var first = calls.stream()
                        .filter(call -> call[2] == ANSWERED && call[0] >= since)
                        .mapToLong(call -> call[1])
                        .min();
                if (first.isPresent()) {
                    return first.getAsLong();
                }
                pause(5);
            }
            throw new AssertionError("no call succeeded within 30 s; " + kinds);
        }

        long slowestSuccess() {
            return slowest(ANSWERED);
        }

        long slowestRefusal() {
            return slowest(FAILED);
        }

        private long slowest(long outcome) {
            return calls.stream()
                    .filter(call -> call[2] == outcome)
                    .mapToLong(call -> call[1] - call[0])
                    .max()
                    .orElse(0);
        }

        void stop() throws InterruptedException {
            stopped.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        void assertNothingLost() {
            var issuer = node.faregate().tokenIssuer();
            assertThat(committed).isNotEmpty();
            assertThat(revoked).isNotEmpty();
            for (IssuedApiToken live : committed) {
                assertThat(issuer.authenticate(live.secret()))
                        .as("committed: %s", live.apiToken().id())
                        .isInstanceOf(Verification.Accepted.class);
            }
            for (IssuedApiToken gone : revoked) {
                assertThat(issuer.authenticate(gone.secret()))
                        .as("revoked: %s", gone.apiToken().id())
                        .isEqualTo(Verification.rejected(RejectionReason.REVOKED));
            }
            for (String baseToken : dead) {
                assertThat(node.rejection(baseToken)).isEqualTo(RejectionReason.REVOKED);
            }
        }
    }

    private static ProcessHandle postmaster() {
        Path folder = TestPostgres.data(SERVER);
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void signal(String signal, List<String> pids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(pids);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, millis));
    }
}
