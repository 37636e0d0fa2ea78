package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What data binding looks for, a caller has not: binders use a record's or a class's one constructor, a public one, a static factory of
 * one parameter, or a proxy of an interface. The consumers in {@code src/it} try it with real binders.
 */
class UnbindableCallerTest {

    @Test
    void noProxyAndNoSubclassCanBeACaller() {
        assertThat(Caller.class.isSealed()).isTrue();
        assertThat(Caller.class.getPermittedSubclasses()).containsExactly(VerifiedCaller.class);
        assertThat(Modifier.isFinal(VerifiedCaller.class.getModifiers())).isTrue();
        assertThat(VerifiedCaller.class.isRecord()).isFalse();
    }

    @Test
    void noConstructorIsTheOneToUse() {
        Constructor<?>[] constructors = VerifiedCaller.class.getDeclaredConstructors();
        assertThat(constructors).hasSizeGreaterThanOrEqualTo(2);
        assertThat(constructors).allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers()));
        assertThat(constructors).allMatch(constructor -> constructor.getParameterCount() > 1);
    }

    @Test
    void noStaticMethodMakesOneOfASingleValue() {
        assertThat(Stream.of(Caller.class, VerifiedCaller.class)
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                        .filter(method -> Caller.class.isAssignableFrom(method.getReturnType())))
                .allMatch(method -> method.getParameterCount() > 1);
    }
}
