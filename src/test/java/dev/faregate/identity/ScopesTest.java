package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    @Test
    void textIsReadBackWithoutRegardToOrderAndRepeats() {
        assertThat(Scopes.parse("rows files rows")).isEqualTo(Scopes.of("files", "rows"));
        assertThat(Scopes.of("rows", "files").text()).isEqualTo("files rows");
        assertThat(Scopes.parse("")).isEqualTo(Scopes.none());
    }

    @Test
    void includesMeansAllOfThem() {
        assertThat(Scopes.of("rows", "files").includes(Scopes.of("rows"))).isTrue();
        assertThat(Scopes.of("rows").includes(Scopes.of("rows", "files"))).isFalse();
        assertThat(Scopes.none().includes(Scopes.none())).isTrue();
        assertThat(Scopes.of("rows", "files").and(Scopes.of("files", "admin"))).isEqualTo(Scopes.of("files"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a  b", " a", "a ", "a\"b", "a\\b", "a\tb", "\u00e9"})
    void textThatIsNoListOfScopesIsRefused(String text) {
        assertThatThrownBy(() -> Scopes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: printable ASCII without spaces, quotes and backslashes)");
    }

    @Test
    void allTogetherHaveAtMost1024Characters() {
        assertThat(Scopes.of("a".repeat(1_024)).text()).hasSize(1_024);
        assertThatThrownBy(() -> Scopes.of("a".repeat(1_023), "b"))
                .hasMessage("scopes: 1025 characters (expected: <= 1024)");
    }
}
