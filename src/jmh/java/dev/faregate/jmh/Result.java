package dev.faregate.jmh;

import com.nimbusds.jose.util.JSONArrayUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One measurement out of JMH's JSON.
 *
 * @param work what was done: the benchmark's name and parameters, without who did it
 * @param who who did it
 * @param perMicro operations a microsecond, which are millions a second
 * @param error half of the 99.9 % confidence interval of that; NaN for a single measurement
 * @param bytes bytes allocated an operation; NaN if not measured
 */
record Result(String work, String who, double perMicro, double error, double bytes) {

    /** Parameters that name who does the work. */
    private static final String WHO = "limiter";

    static List<Result> parse(String json) throws ParseException {
        return JSONArrayUtils.parse(json).stream()
                .map(entry -> of((Map<?, ?>) entry))
                .toList();
    }

    private static Result of(Map<?, ?> entry) {
        String[] name = ((String) entry.get("benchmark")).split("\\.");
        Map<String, Object> params = new TreeMap<>();
        if (entry.get("params") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> params.put((String) key, value));
        }
        Object who = params.remove(WHO);
        String method = name[name.length - 1];
        String subject = who != null ? method : name[name.length - 2].replace("Benchmark", "");
        String work = params.entrySet().stream()
                .map(param -> ", " + param.getValue() + " " + param.getKey())
                .collect(Collectors.joining("", words(subject), ""));
        Map<?, ?> score = (Map<?, ?>) entry.get("primaryMetric");
        Map<?, ?> all = (Map<?, ?>) entry.get("secondaryMetrics");
        Object allocated = all.get("gc.alloc.rate.norm");
        return new Result(
                work,
                who != null ? (String) who : method,
                number(score.get("score")),
                number(score.get("scoreError")),
                allocated instanceof Map<?, ?> norm ? number(norm.get("score")) : Double.NaN);
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }
}
