package dev.faregate.ratelimit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line of {@code gcra-vectors.jsonl}, see {@link GcraVectors}. */
public record GcraVector(
        String line,
        boolean micros,
        Limits limits,
        List<Long> tats,
        long now,
        long permits,
        long maxWait,
        long longestWait,
        Answer answer,
        long waitNanos,
        List<Long> next) {

    static List<GcraVector> all() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GcraVector.class.getResourceAsStream("gcra-vectors.jsonl")),
                StandardCharsets.UTF_8))) {
            return lines.lines().map(GcraVector::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<GcraVector> overMicros() {
        return all().stream().filter(GcraVector::micros);
    }

    private static GcraVector parse(String line) {
        try {
            return of(line, JSONObjectUtils.parse(line));
        } catch (ParseException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static GcraVector of(String line, Map<String, Object> vector) {
        boolean micros = Objects.equals(vector.get("unit"), "us");
        boolean allowed = Objects.equals(vector.get("allowed"), true);
        Limits limits = limits((List<?>) Objects.requireNonNull(vector.get("limits")), micros);
        List<Long> tats = numbers(vector.get("tats"));
        return new GcraVector(
                line,
                micros,
                limits,
                tats,
                number(vector, "now"),
                number(vector, "permits"),
                number(vector, "maxWait"),
                number(vector, "longestWait"),
                new Answer(
                        allowed,
                        allowed ? Outcome.ALLOWED : Outcome.DENIED,
                        limits.all().get((int) number(vector, "bound")),
                        number(vector, "remaining"),
                        number(vector, "retryAfterNanos"),
                        number(vector, "resetAfterNanos")),
                number(vector, "waitNanos"),
                vector.containsKey("next") ? numbers(vector.get("next")) : tats);
    }

    private static Limits limits(List<?> given, boolean micros) {
        Limit[] limits = new Limit[given.size()];
        for (int i = 0; i < limits.length; i++) {
            Map<?, ?> limit = (Map<?, ?>) given.get(i);
            Duration period = Duration.ofNanos(number(limit, "periodNanos"));
            limits[i] = new Limit("limit " + i, number(limit, "permits"), period, number(limit, "burst"));
        }
        Limits counted = micros ? Limits.of(limits).micros(1) : Limits.of(limits);
        for (int i = 0; i < limits.length; i++) {
            Map<?, ?> limit = (Map<?, ?>) given.get(i);
            Gcra gcra = counted.gcra(i);
            if (gcra.ticksPerUnit() != number(limit, "ticksPerUnit")
                    || gcra.cost(1) != number(limit, "interval")
                    || gcra.tau() != number(limit, "tau")) {
                throw new AssertionError("compiled otherwise: " + limit);
            }
        }
        return counted;
    }

    private static List<Long> numbers(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(number -> ((Number) number).longValue()).toList();
    }

    private static long number(Map<?, ?> object, String name) {
        return ((Number) Objects.requireNonNull(object.get(name), name)).longValue();
    }
}
