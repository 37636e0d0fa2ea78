package dev.faregate.integration.micrometer;

import java.util.Locale;

/** Spells the values of tags. */
final class Tag {

    private Tag() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
