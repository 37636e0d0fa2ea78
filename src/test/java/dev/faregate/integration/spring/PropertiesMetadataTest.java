package dev.faregate.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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

    private static String propertyOf(RecordComponent component) {
        return FaregateProperties.class
                        .getAnnotation(ConfigurationProperties.class)
                        .value()
                + '.'
                + component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Test
    void everyPropertyIsDescribedAndNoOther() throws Exception {
        assertThat(described().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FaregateProperties.class.getRecordComponents())
                        .map(PropertiesMetadataTest::propertyOf)
                        .toList());
        assertThat(described().values())
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("%s", property)
                        .endsWith("."));
    }

    @Test
    void typesAndDefaultsAreThoseOfTheRecord() throws Exception {
        Class<?>[] types = Arrays.stream(FaregateProperties.class.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var parameters = FaregateProperties.class.getDeclaredConstructor(types).getParameters();
        for (int i = 0; i < parameters.length; i++) {
            RecordComponent component = FaregateProperties.class.getRecordComponents()[i];
            Map<String, Object> property = Objects.requireNonNull(described().get(propertyOf(component)));
            assertThat(property).containsEntry("type", typeOf(component));
            DefaultValue written = parameters[i].getAnnotation(DefaultValue.class);
            Object expected = written == null || written.value().length == 0
                    ? null
                    : List.class.isAssignableFrom(component.getType()) ? List.of(written.value()) : written.value()[0];
            assertThat(property.get("defaultValue")).as(propertyOf(component)).isEqualTo(expected);
        }
    }

    private static String typeOf(RecordComponent component) {
        return component.getGenericType().getTypeName().replace(", ", ",");
    }
}
