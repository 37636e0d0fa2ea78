package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTokenListenersTest {

    private final List<String> notified = new ArrayList<>();

    private ApiTokenListener listener(String name, boolean throwing) {
        return (ApiTokenListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiTokenListener.class}, (proxy, method, arguments) -> {
                    notified.add(name + " " + method.getName());
                    if (throwing) {
                        throw new IllegalStateException("a listener that throws");
                    }
                    return null;
                });
    }

    @Test
    void eachListenerIsNotifiedOfEverythingInOrderThoughTheFirstThrows() throws ReflectiveOperationException {
        ApiTokenListeners both =
                ApiTokenListeners.NONE.and(listener("first", true)).and(listener("second", false));
        for (Method method : ApiTokenListener.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                notified.clear();
                method.invoke(both, new Object[method.getParameterCount()]);
                assertThat(notified).containsExactly("first " + method.getName(), "second " + method.getName());
            }
        }
    }
}
