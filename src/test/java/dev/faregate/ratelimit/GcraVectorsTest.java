package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcraVectorsTest {

    @Test
    void everyVectorIsAnsweredBitForBit() {
        List<GcraVector> vectors = GcraVector.all();
        vectors.forEach(GcraVectorsTest::replay);
        assertThat(vectors).hasSizeGreaterThan(2000);
    }

    private static void replay(GcraVector vector) {
        VectorStep.Result result = VectorStep.run(
                vector.limits(),
                vector.tats().stream().mapToLong(Long::longValue).toArray(),
                vector.now(),
                vector.permits(),
                vector.maxWait(),
                vector.longestWait());
        assertThat(Answer.of(result.decision())).as(vector.line()).isEqualTo(vector.answer());
        assertThat(result.waitNanos()).as(vector.line()).isEqualTo(vector.waitNanos());
        assertThat(result.next()).as(vector.line()).isEqualTo(vector.next());
    }
}
