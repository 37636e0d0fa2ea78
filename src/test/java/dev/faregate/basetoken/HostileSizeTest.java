package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.faregate.identity.RejectionReason;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are large, each genuinely signed. What they cost is told by the bytes allocated, which no busy machine changes. */
class HostileSizeTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Mint mint = new Mint();

    private String payloadWith(String claims) {
        return mint.payload().replaceFirst("}$", "," + claims + "}");
    }

    private static String claims(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":\"\"")
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1 << 20, 16 << 20})
    void megabytesAreRefusedByTheirLengthAlone(int bytes) {
        String text = mint.forged(payloadWith("\"x\":\"" + "x".repeat(bytes) + "\""));
        mint.assertRejected(text, RejectionReason.MALFORMED);
        assertThat(allocatedBy(text))
                .as("bytes allocated for %d characters", text.length())
                .isLessThan(10_000);
    }

    @Test
    void twoHundredThousandClaimsAreRefusedByTheirLengthAlone() {
        String text = mint.forged(payloadWith(claims(200_000)));
        mint.assertRejected(text, RejectionReason.MALFORMED);
        assertThat(allocatedBy(text)).isLessThan(10_000);
    }

    @Test
    void moreClaimsThanAreEverMintedAreRefused() {
        int minted = 12;
        mint.assertAccepted(mint.forged(payloadWith(claims(48 - 1))));
        mint.assertRejected(
                mint.forged(payloadWith(claims(FlatJson.MOST_MEMBERS + 1 - minted))), RejectionReason.INVALID_CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"x\":", "[{\"x\":"})
    void nestingIsRefusedAtTheFirstLevel(String open) {
        String text = mint.forged(payloadWith("\"x\":" + open.repeat(900)));
        mint.assertRejected(text, RejectionReason.INVALID_CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0041", "\\\\", "\ud83d\ude00", "\\ud83d\\ude00", "a"})
    void whatVerifyingTakesGrowsNoFasterThanTheText(String repeated) {
        for (int bytes = 512; bytes <= 4_096; bytes *= 2) {
            String text = mint.forged(payloadWith("\"x\":\"" + repeated.repeat(bytes / repeated.length()) + "\""));
            assertThat(allocatedBy(text))
                    .as("bytes allocated for %d characters", text.length())
                    .isLessThan(8_000 + 40L * text.length());
        }
    }

    /** The least of several runs: the first ones allocate what stays. */
    private long allocatedBy(String text) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            SignedTokens fresh = mint.tokens(TokenType.BASE_TOKEN, "acme", mint.ring);
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            fresh.verify(text);
            least = Math.min(
                    least,
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }
}
