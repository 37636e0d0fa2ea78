package dev.faregate.integration.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container tells of the path that it has routed by. */
class RoutedPathTest {

    private static HttpServletRequest request(
            DispatcherType type, String context, String uri, String servletPath, @Nullable String pathInfo) {
        ServletContext servletContext = (ServletContext) Proxy.newProxyInstance(
                RoutedPathTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> context);
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("getServletContext", servletContext);
        values.put("getDispatcherType", type);
        values.put("getRequestURI", uri);
        values.put("getServletPath", servletPath);
        values.put("getPathInfo", pathInfo);
        return (HttpServletRequest) Proxy.newProxyInstance(
                RoutedPathTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> values.get(method.getName()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', /rows, /rows",
        "/app, /app/rows, /rows",
        "/my app, /my%20app/rows, /rows",
        "'', /r%6Fws, /rows",
        "'', /rows;x=1, /rows",
        "'', //rows, /rows",
        "'', /x/../rows, /rows",
        "'', /./rows, /rows",
        "'', /rows/, /rows/",
        "'', /rows/a+b, /rows/a+b",
        "'', /rows/%C3%A9, /rows/é",
        "'', /docs/, /docs/index.html"
    })
    void pathIsTheOneThatWasSent(String context, String uri, String servletPath) {
        HttpServletRequest sent = request(DispatcherType.REQUEST, context, uri, servletPath, null);
        HttpServletRequestWrapper wrapped = new HttpServletRequestWrapper(sent) {
            @Override
            public String getRequestURI() {
                return "/public/rows";
            }
        };
        assertThat(RoutedPath.of(new HttpServletRequestWrapper(wrapped))).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /public/rows, /rows",
        "/app, /rows, /rows",
        "/app, /public/rows, /rows",
        "'', /rows, /rowsets",
        "'', /rows%zz, /rows",
        "'', /docs/, /docs/drafts/index.html",
        "'', /docs, /docs/index.html"
    })
    void anotherPathThanTheRoutedOneIsNone(String context, String uri, String servletPath) {
        assertThat(RoutedPath.of(request(DispatcherType.REQUEST, context, uri, servletPath, null)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /rows, /a b, /rows/a%20b",
        "/app, /rows, /7, /app/rows/7",
        "/my app, /rows, /a;b%, /my%20app/rows/a%3Bb%25",
        "'', /rows, /é, /rows/%C3%A9"
    })
    void pathOfADispatchIsTheContainersOwn(String context, String servletPath, String pathInfo, String path) {
        for (DispatcherType type : new DispatcherType[] {DispatcherType.FORWARD, DispatcherType.ASYNC}) {
            assertThat(RoutedPath.of(request(type, context, "/made-up", servletPath, pathInfo)))
                    .isEqualTo(path);
        }
    }
}
