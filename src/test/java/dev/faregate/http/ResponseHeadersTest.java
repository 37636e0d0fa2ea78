package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseHeadersTest {

    private static ResponseHeaders headers(String... namesAndValues) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
        return lines.headers();
    }

    @Test
    void listsThatOthersWriteToAreAddedAndAllElseIsSet() {
        List<String> set = new ArrayList<>();
        List<String> added = new ArrayList<>();
        headers("Retry-After", "1", "Vary", "Origin", "Access-Control-Expose-Headers", "Retry-After")
                .writeTo(
                        (name, value) -> set.add(name + ": " + value), (name, value) -> added.add(name + ": " + value));
        assertThat(set).containsExactly("Retry-After: 1");
        assertThat(added).containsExactly("Vary: Origin", "Access-Control-Expose-Headers: Retry-After");
    }

    @Test
    void valuesAreFoundByNameInAnyCase() {
        assertThat(headers("Retry-After", "1").get("retry-after")).isEqualTo("1");
        assertThat(headers("Retry-After", "1").get("Vary")).isNull();
        assertThat(headers("A", "1", "B", "2").asMap()).isEqualTo(Map.of("A", "1", "B", "2"));
    }
}
