package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GcraVectorsTest {

    @Test
    void everyVectorIsAnsweredBitForBit() throws IOException, ParseException {
        int count = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("gcra-vectors.jsonl")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                replay(line);
                count++;
            }
        }
        assertThat(count).isGreaterThan(2000);
    }

    private static void replay(String line) throws ParseException {
        Map<String, Object> vector = JSONObjectUtils.parse(line);
        Limits limits = limits(vector);
        long[] tats = numbers(vector.get("tats"));
        VectorStep.Result result = VectorStep.run(
                limits,
                tats,
                number(vector, "now"),
                number(vector, "permits"),
                number(vector, "maxWait"),
                number(vector, "longestWait"));
        Answer expected = new Answer(
                Objects.equals(vector.get("allowed"), true),
                Objects.equals(vector.get("allowed"), true) ? Outcome.ALLOWED : Outcome.DENIED,
                limits.all().get((int) number(vector, "bound")),
                number(vector, "remaining"),
                number(vector, "retryAfterNanos"),
                number(vector, "resetAfterNanos"));
        assertThat(Answer.of(result.decision())).as(line).isEqualTo(expected);
        assertThat(result.waitNanos()).as(line).isEqualTo(number(vector, "waitNanos"));
        assertThat(result.next())
                .as(line)
                .isEqualTo(Arrays.stream(vector.containsKey("next") ? numbers(vector.get("next")) : tats)
                        .boxed()
                        .toList());
    }

    private static Limits limits(Map<String, Object> vector) {
        List<?> given = (List<?>) Objects.requireNonNull(vector.get("limits"));
        Limit[] limits = new Limit[given.size()];
        for (int i = 0; i < limits.length; i++) {
            Map<?, ?> limit = (Map<?, ?>) given.get(i);
            Duration period = Duration.ofNanos(number(limit, "periodNanos"));
            limits[i] = new Limit("limit " + i, number(limit, "permits"), period, number(limit, "burst"));
        }
        Limits compiled = Limits.of(limits);
        Limits counted = Objects.equals(vector.get("unit"), "us") ? compiled.micros(1) : compiled;
        for (int i = 0; i < limits.length; i++) {
            Map<?, ?> limit = (Map<?, ?>) given.get(i);
            assertThat(counted.gcra(i).ticksPerUnit()).isEqualTo(number(limit, "ticksPerUnit"));
            assertThat(counted.gcra(i).cost(1)).isEqualTo(number(limit, "interval"));
            assertThat(counted.gcra(i).tau()).isEqualTo(number(limit, "tau"));
        }
        return counted;
    }

    private static long[] numbers(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().mapToLong(number -> ((Number) number).longValue()).toArray();
    }

    private static long number(Map<?, ?> object, String name) {
        return ((Number) Objects.requireNonNull(object.get(name), name)).longValue();
    }
}
