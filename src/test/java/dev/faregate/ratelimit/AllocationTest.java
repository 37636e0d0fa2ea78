package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Allowing, denying and peeking, with all parts of the answer read, need no memory: in processes of their own, since it
 * depends on the compiler, which depends on what ran before.
 */
class AllocationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow deny peek",
                "peek deny allow",
                "deny allow+peek peek+deny allow",
                "everything allow deny peek",
                "deny everything allow peek",
            })
    void noCallNeedsMemoryInWhateverOrder(String order) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Calls.class.getName()));
        command.addAll(List.of(order.split(" ", -1)));
        Process calls = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(calls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print("AllocationTest: " + said);
        assertThat(calls.waitFor()).as(said).isZero();
    }

    /** The calls, as a program. */
    static final class Calls {

        private static final int CALLS = 1_000_000;
        private static final int MOST_ROUNDS = 30;
        private static final int QUIET_ROUNDS = 3;
        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private static final EndpointLimiter FAST = under(Limit.perSecond(1_000_000_000));
        private static final EndpointLimiter SLOW = under(Limit.perDay(1));
        private static final EndpointLimiter[] OTHERS = {
            FAST,
            SLOW,
            under(Limit.perSecond(3)),
            under(Limit.perSecond(999_999_937)),
            under(Limit.perSecond(5), Limit.perDay(100)),
            under(Limit.perSecond(1_000_000_000), Limit.perDay(1L << 40)),
            RateLimiter.builder().shadow().build().endpoint("GET /shadow"),
            RateLimiter.builder().listener(new RateLimitListener() {}).build().endpoint("GET /heard"),
        };

        /** Each at a place of its own in the code. */
        private static final Map<String, Runnable> KINDS = Map.of(
                "allow", () -> said(FAST.take("ada")),
                "deny", () -> said(SLOW.take("ada")),
                "peek", () -> said(SLOW.peek("ada", 1)),
                "allow+peek",
                        () -> {
                            said(FAST.take("ada", 2));
                            said(FAST.peek("ada", 0));
                        },
                "peek+deny",
                        () -> {
                            if (!SLOW.peek("ada", 1).allowed()) {
                                said(SLOW.take("ada", 1));
                            }
                        });

        private static long sum;

        public static void main(String[] order) {
            for (String kind : order) {
                if (kind.equals("everything")) {
                    everything();
                    System.out.print("everything; ");
                } else {
                    double bytes = bytesPerCall(Objects.requireNonNull(KINDS.get(kind), kind));
                    System.out.printf("%s %.3f B; ", kind, bytes);
                    if (bytes >= 1) {
                        System.out.println("too many");
                        Runtime.getRuntime().halt(1);
                    }
                }
            }
            System.out.println("sum " + sum);
        }

        /** Once it is compiled. */
        private static double bytesPerCall(Runnable call) {
            double most = 0;
            int quiet = 0;
            for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < CALLS; i++) {
                    call.run();
                }
                double bytes = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
                most = quiet == 0 ? bytes : Math.max(most, bytes);
                quiet = bytes < 1 ? quiet + 1 : 0;
            }
            return most;
        }

        private static void everything() {
            for (int i = 0; i < CALLS / 4; i++) {
                EndpointLimiter other = OTHERS[i % OTHERS.length];
                said(other.take("ada"));
                said(other.peek("ada", 1));
                said(other.take("ada", 1_000_000_001));
                if (i % 10 == 0) {
                    said(other.take("caller " + i));
                    said(other.reserve("bob", 1, Duration.ZERO).decision());
                    said(FAST.with(Limits.of(Limit.perSecond(7))).take("eve"));
                }
            }
        }

        private static EndpointLimiter under(Limit... limits) {
            return RateLimiter.builder().limit(limits).build().endpoint("GET /rows");
        }

        private static void said(Decision decision) {
            sum += (decision.allowed() ? 1 : 0)
                    + decision.remaining()
                    + decision.retryAfterNanos()
                    + decision.resetAfterNanos();
        }
    }
}
