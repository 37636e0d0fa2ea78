package dev.faregate.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What an IDE offers to whoever writes an application's properties. */
class PropertiesMetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> described() throws Exception {
        try (InputStream file = Objects.requireNonNull(FaregateProperties.class.getResourceAsStream(FILE))) {
            Map<String, Object> metadata =
                    JSONObjectUtils.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return ((List<Map<String, Object>>) Objects.requireNonNull(metadata.get("properties")))
                    .stream()
                            .collect(Collectors.toMap(property -> (String) property.get("name"), property -> property));
        }
    }

    /** The properties of a record, and of the records of properties in it. */
    private static Stream<Property> properties(String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return IntStream.range(0, components.length).boxed().flatMap(i -> {
            String name = prefix
                    + '.'
                    + components[i].getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            return components[i].getType().isRecord()
                    ? properties(name, components[i].getType())
                    : Stream.of(new Property(name, components[i], defaultOf(type, i)));
        });
    }

    private static @Nullable DefaultValue defaultOf(Class<?> type, int component) {
        // Of the constructor: a parameter's annotation is not the component's.
        return type.getDeclaredConstructors()[0].getParameters()[component].getAnnotation(DefaultValue.class);
    }

    private record Property(
            String name,
            RecordComponent component,
            @Nullable DefaultValue written) {}

    private static List<Property> properties() {
        String prefix = FaregateProperties.class
                .getAnnotation(ConfigurationProperties.class)
                .value();
        return properties(prefix, FaregateProperties.class).toList();
    }

    @Test
    void everyPropertyIsDescribedAndNoOther() throws Exception {
        assertThat(described().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        properties().stream().map(Property::name).toList())
                .contains("faregate.gateway.forward-credential");
        assertThat(described().values())
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("%s", property)
                        .endsWith("."));
    }

    @Test
    void typesAndDefaultsAreThoseOfTheRecord() throws Exception {
        for (Property property : properties()) {
            Map<String, Object> described = Objects.requireNonNull(described().get(property.name()));
            assertThat(described).containsEntry("type", typeOf(property.component()));
            DefaultValue written = property.written();
            Object expected = written == null || written.value().length == 0
                    ? null
                    : List.class.isAssignableFrom(property.component().getType())
                            ? List.of(written.value())
                            : written.value()[0];
            assertThat(described.get("defaultValue")).as(property.name()).isEqualTo(expected);
        }
    }

    private static String typeOf(RecordComponent component) {
        return component.getGenericType().getTypeName().replace(", ", ",");
    }
}
