package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A million texts that differ from genuine ones: none is accepted, and nothing is thrown. The seed is in the failure. */
class MutationTest {

    private static final int MUTATIONS = 1_000_000;
    private static final int PAYLOADS = 200_000;
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0\u00e9\u2028";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Mint mint = new Mint();

    @Test
    void noneOfAMillionMutationsIsAccepted() {
        System.out.println("mutations of base tokens: seed " + seed);
        List<String> genuine = genuine();
        genuine.stream().limit(10).forEach(mint::assertAccepted);
        genuine.stream().limit(10).forEach(mint::assertAccepted);
        Set<String> all = Set.copyOf(genuine);
        int tried = 0;
        while (tried < MUTATIONS) {
            String text = genuine.get(random.nextInt(genuine.size()));
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                text = mutated(text, genuine);
            }
            if (!all.contains(text)) {
                tried++;
                if (mint.baseTokens.verify(text) instanceof Verification.Accepted) {
                    throw new AssertionError("accepted, seed " + seed + ": " + text);
                }
            }
        }
        genuine.stream().limit(20).forEach(mint::assertAccepted);
    }

    /** Base tokens of two keys, one retired, and behind them sessions, of which no part is of use. */
    private List<String> genuine() {
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < 10; i++) {
            texts.add(mint.baseTokens.sign(mint.claims(Map.of("n", "" + i))));
        }
        SigningKey next = SigningKey.hs256("another secret of thirty-two byte".getBytes(StandardCharsets.US_ASCII));
        mint.ring.announce(next);
        mint.ring.activate(next.id());
        for (int i = 0; i < 10; i++) {
            texts.add(mint.baseTokens.sign(mint.claims(Map.of("n", "" + i))));
        }
        List<String> all = new ArrayList<>(texts);
        all.add(mint.session());
        return all;
    }

    private String mutated(String text, List<String> others) {
        if (text.isEmpty()) {
            return ".";
        }
        int at = random.nextInt(text.length());
        String before = text.substring(0, at);
        char any = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return switch (random.nextInt(11)) {
            case 0, 1 -> before + any + text.substring(at + 1);
            case 2 -> before + any + text.substring(at);
            case 3 -> before + text.substring(at + 1);
            case 4 -> before;
            case 5 -> before + (char) (text.charAt(at) ^ 1 << random.nextInt(8)) + text.substring(at + 1);
            case 6 -> before + text.substring(random.nextInt(text.length()));
            case 7 -> swappedSegment(text, others.get(random.nextInt(others.size())));
            case 8 -> before + (char) random.nextInt(0x10000) + text.substring(at + 1);
            case 9 -> before + Character.toString(0x10000 + random.nextInt(0x100000)) + text.substring(at);
            default -> signatureEdited(text, any);
        };
    }

    private String swappedSegment(String text, String other) {
        String[] parts = text.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        int segment = random.nextInt(parts.length);
        parts[segment] = others[Math.min(segment, others.length - 1)];
        return String.join(".", parts);
    }

    private String signatureEdited(String text, char any) {
        int at = Math.min(text.lastIndexOf('.') + 1 + random.nextInt(44), text.length());
        return text.substring(0, at) + any + text.substring(Math.min(at + 1, text.length()));
    }

    @Test
    void signedPayloadsOfAnyKindAreJudgedAndNeverThrow() {
        System.out.println("mutations of signed payloads: seed " + seed);
        byte[] genuine = mint.payload().getBytes(StandardCharsets.UTF_8);
        int accepted = 0;
        for (int tried = 0; tried < PAYLOADS; tried++) {
            byte[] payload = genuine.clone();
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                payload[random.nextInt(payload.length)] = (byte)
                        (random.nextBoolean() ? "\"\\{}[],:0u-.e ".charAt(random.nextInt(14)) : random.nextInt());
            }
            Verification<Claims> verification = mint.baseTokens.verify(mint.forged(payload));
            if (verification instanceof Verification.Accepted<Claims> read) {
                accepted++;
                assertThat(read.value().expiresAt()).as("seed %d", seed).isAfter(mint.clock.instant());
            }
        }
        assertThat(accepted)
                .as("payloads that still say something")
                .isPositive()
                .isLessThan(PAYLOADS / 2);
    }
}
