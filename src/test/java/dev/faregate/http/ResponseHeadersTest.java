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

    @Test
    void valuesOfItsOwnStandWhereTheSharedLinesLeaveRoom() {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        lines.accept("A", "1");
        lines.acceptOwn("B");
        lines.accept("C", "3");
        lines.acceptOwn("D");
        ResponseHeaders one = new ResponseHeaders(lines.toArray(), "2", "4");
        ResponseHeaders other = new ResponseHeaders(lines.toArray(), "4", "2");
        assertThat(one.asMap()).isEqualTo(Map.of("A", "1", "B", "2", "C", "3", "D", "4"));
        assertThat(one.get("d")).isEqualTo("4");
        assertThat(one)
                .isEqualTo(headers("A", "1", "B", "2", "C", "3", "D", "4"))
                .hasSameHashCodeAs(headers("A", "1", "B", "2", "C", "3", "D", "4"))
                .isNotEqualTo(other);
    }
}
