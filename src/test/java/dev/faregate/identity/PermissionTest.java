package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PermissionTest {

    @Test
    void readWriteIncludesReadAndNotTheReverse() {
        assertThat(Permission.READ_WRITE.includes(Permission.READ)).isTrue();
        assertThat(Permission.READ.includes(Permission.READ)).isTrue();
        assertThat(Permission.READ.includes(Permission.READ_WRITE)).isFalse();
    }

    @Test
    void codeIsReadBack() {
        for (Permission permission : Permission.values()) {
            assertThat(Permission.ofCode(permission.code())).isEqualTo(permission);
        }
    }

    @Test
    void unknownCodeIsNamedWithWhatWasExpected() {
        assertThatThrownBy(() -> Permission.ofCode("rwx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permission: \"rwx\" (expected: r or rw)");
    }
}
