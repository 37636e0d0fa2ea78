package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpaqueIdTest {

    @Test
    void anyPrintableTextIsAnId() {
        assertThat(Owner.of("équipe 7 / Ада 🚀").id()).isEqualTo("équipe 7 / Ада 🚀");
        assertThat(Resource.of("a".repeat(255)).id()).hasSize(255);
    }

    @Test
    void emptyAndTooLongIdsAreRefusedWithTheirLength() {
        assertThatThrownBy(() -> Owner.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("owner id: 0 characters (expected: 1 to 255)");
        assertThatThrownBy(() -> Resource.of("a".repeat(256)))
                .hasMessage("resource id: 256 characters (expected: 1 to 255)");
    }

    @Test
    void controlCharactersAndHalfSurrogatesAreRefusedByTheirCodePoint() {
        assertThatThrownBy(() -> Owner.of("ada\r\nX: y")).hasMessageContaining("contains U+000D");
        assertThatThrownBy(() -> Owner.of("ada\ud83d")).hasMessageContaining("contains U+D83D");
    }
}
