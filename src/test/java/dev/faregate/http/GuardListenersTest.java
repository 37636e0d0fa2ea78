package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardListenersTest {

    private final List<String> notified = new ArrayList<>();

    private GuardListener listener(String name, boolean throwing) {
        return (GuardListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GuardListener.class}, (proxy, method, arguments) -> {
                    notified.add(name + " " + method.getName());
                    if (throwing) {
                        throw new IllegalStateException("a listener that throws");
                    }
                    return null;
                });
    }

    @Test
    void eachListenerIsNotifiedOfEverythingInOrderThoughTheFirstThrows() throws ReflectiveOperationException {
        GuardListeners both = GuardListeners.NONE.and(listener("first", true)).and(listener("second", false));
        for (Method method : GuardListener.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                notified.clear();
                method.invoke(both, new Object[method.getParameterCount()]);
                assertThat(notified).containsExactly("first " + method.getName(), "second " + method.getName());
            }
        }
    }
}
