package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.spring.GuardInterceptor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** Each dispatch of a request is checked for the endpoint that it reaches. */
class DispatchTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Endpoints endpoints() {
            return Endpoints.of(
                            Endpoint.of("GET /wide").limitedAs("one"),
                            Endpoint.of("GET /strict").requiring(Scopes.of("admin")),
                            Endpoint.of("GET /free").open(),
                            Endpoint.of("GET /free-to/{where}").open(),
                            Endpoint.of("POST /free-upload").open(),
                            Endpoint.of("GET /free-by-name").open(),
                            Endpoint.of("GET /page").open(),
                            Endpoint.ofRoute("GET", "/servlet/**").requiring(Scopes.of("servlet")),
                            Endpoint.ofRoute("POST", "/servlet/**").requiring(Scopes.of("servlet")))
                    .others(OtherRoutes.DEFAULT_RULES);
        }

        /** Asks for more at some of the paths. */
        @Bean
        MappedInterceptor second(Faregate faregate) {
            RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
            GuardInterceptor strict = new GuardInterceptor(
                    guard, Endpoints.of(Endpoint.of("GET /second").requiring(Scopes.of("second"))));
            return new MappedInterceptor(new String[] {"/second"}, strict);
        }

        /** Routes by a parameter alone, and tells no pattern. */
        @Bean
        HandlerMapping hidden() {
            AbstractHandlerMapping mapping = new AbstractHandlerMapping() {
                @Override
                protected Object getHandlerInternal(HttpServletRequest request) {
                    return !request.getRequestURI().equals("/hidden")
                            ? null
                            : (org.springframework.web.HttpRequestHandler)
                                    (asked, response) -> response.getWriter().write(RunningApplication.ran("hidden"));
                }
            };
            mapping.setOrder(1);
            return mapping;
        }

        @Bean
        ServletRegistrationBean<HttpServlet> servlet() {
            ServletRegistrationBean<HttpServlet> servlet = new ServletRegistrationBean<>(
                    new HttpServlet() {
                        @Override
                        protected void service(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            response.getWriter().write(RunningApplication.ran("servlet"));
                        }
                    },
                    "/servlet/*",
                    "/WEB-INF/pages/*");
            servlet.setName("named");
            return servlet;
        }

        /** Has no path, either. */
        @Bean
        RouterFunction<ServerResponse> pathless() {
            return RouterFunctions.route(
                    request -> request.servletRequest().getRequestURI().equals("/pathless"),
                    request -> ServerResponse.ok().body(RunningApplication.ran("pathless")));
        }

        @org.springframework.stereotype.Controller
        static class Handlers {

            @GetMapping("/wide")
            @ResponseBody
            String wide() {
                return RunningApplication.ran("wide");
            }

            @GetMapping("/strict")
            @ResponseBody
            String strict() {
                return RunningApplication.ran("strict");
            }

            @GetMapping("/second")
            @ResponseBody
            String second() {
                return RunningApplication.ran("second");
            }

            @GetMapping("/free")
            @ResponseBody
            String free(HttpServletRequest request) {
                return "free";
            }

            @GetMapping("/to/{where}")
            String forward(@org.springframework.web.bind.annotation.PathVariable("where") String where) {
                return "forward:/" + where;
            }

            @GetMapping("/free-to/{where}")
            String openForward(@org.springframework.web.bind.annotation.PathVariable("where") String where) {
                return "forward:/" + where;
            }

            @GetMapping("/page")
            String page() {
                return "forward:/WEB-INF/pages/a";
            }

            @GetMapping("/free-include")
            void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.getWriter().write("before ");
                request.getRequestDispatcher("/servlet/x").include(request, response);
                response.getWriter().write(" after");
            }

            @GetMapping("/free-by-name")
            void forwardByName(HttpServletRequest request, HttpServletResponse response) throws Exception {
                request.getServletContext().getNamedDispatcher("named").forward(request, response);
            }

            @GetMapping("/free-include-by-name")
            void includeByName(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.getWriter().write("before ");
                request.getServletContext().getNamedDispatcher("named").include(request, response);
                response.getWriter().write(" after");
            }

            @GetMapping("/dispatches")
            void dispatch(HttpServletRequest request, HttpServletResponse response) {
                request.startAsync(request, response).dispatch("/servlet/x");
            }

            @PostMapping("/free-upload")
            String uploadForward() {
                return "forward:/servlet/x";
            }

            @GetMapping("/async")
            @ResponseBody
            Callable<String> async(Caller caller) {
                return () -> RunningApplication.ran(caller.owner().id());
            }

            @GetMapping("/async-to-strict")
            Callable<String> asyncToStrict() {
                return () -> "forward:/strict";
            }

            @GetMapping("/fails")
            @ResponseBody
            String fails() {
                throw new IllegalStateException("planted");
            }

            @GetMapping("/told")
            @ResponseBody
            String told(HttpServletRequest request, Caller caller) {
                return GuardInterceptor.admitted(request).caller() == caller
                        ? caller.owner().id()
                        : "another";
            }
        }
    }

    private static RunningApplication running;

    @BeforeAll
    static void start() {
        running = RunningApplication.of(Application.class, "faregate.limits[one]=2/h", "faregate.limit=50/h");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void forwardNeedsWhatItsTargetRequires() throws Exception {
        RunningApplication.ran();
        assertThat(running.status("GET", "/to/strict", running.token())).isEqualTo(403);
        assertThat(RunningApplication.ran()).isEmpty();
        assertThat(running.status("GET", "/to/strict", running.token("admin"))).isEqualTo(200);
        assertThat(running.status("GET", "/async-to-strict", running.token())).isEqualTo(403);
        assertThat(running.status("GET", "/async-to-strict", running.token("admin")))
                .isEqualTo(200);
    }

    @Test
    void otherServletNeedsWhatItRequiresAfterForwardsToo() throws Exception {
        for (String path : List.of("/free-to/servlet", "/to/servlet", "/dispatches")) {
            RunningApplication.ran();
            assertThat(running.status("GET", path, running.token())).as(path).isEqualTo(403);
            assertThat(RunningApplication.ran()).as(path).isEmpty();
            assertThat(running.status("GET", path, running.token("servlet")))
                    .as(path)
                    .isEqualTo(200);
            assertThat(RunningApplication.ran()).as(path).hasSize(1);
        }
        assertThat(running.status("GET", "/free-to/servlet", null)).isEqualTo(401);
        assertThat(running.post("/free-upload", null, "multipart/form-data; boundary=x", "--x--\r\n"))
                .isEqualTo(401);
        assertThat(RunningApplication.ran()).isEmpty();
        assertThat(running.post(
                        "/free-upload", running.token("servlet"), "multipart/form-data; boundary=x", "--x--\r\n"))
                .isEqualTo(200);
    }

    @Test
    void otherServletNeedsWhatItRequiresWhenItIsCalledByItsName() throws Exception {
        RunningApplication.ran();
        assertThat(running.status("GET", "/free-by-name", null)).isEqualTo(401);
        assertThat(running.status("GET", "/free-by-name", running.token())).isEqualTo(403);
        assertThat(RunningApplication.ran()).isEmpty();
        assertThat(running.send("GET", "/free-by-name", running.token("servlet"))
                        .body())
                .isEqualTo("servlet");
        assertThat(running.send("GET", "/free-include-by-name", running.token()).body())
                .isEqualTo("before  after");
        assertThat(running.send("GET", "/free-include-by-name", running.token("servlet"))
                        .body())
                .isEqualTo("before servlet after");
    }

    @Test
    void refusedIncludeIsLeftOut() throws Exception {
        assertThat(running.send("GET", "/free-include", running.token()).body()).isEqualTo("before  after");
        assertThat(running.send("GET", "/free-include", running.token("servlet"))
                        .body())
                .isEqualTo("before servlet after");
    }

    @Test
    void pageThatNoClientCanAskForGoesOn() throws Exception {
        RunningApplication.ran();
        assertThat(running.send("GET", "/page", null).body()).isEqualTo("servlet");
        assertThat(running.status("GET", "/WEB-INF/pages/a", null)).isIn(401, 404);
    }

    @Test
    void forwardTakesTheTargetsPermit() throws Exception {
        String token = running.token();
        assertThat(running.status("GET", "/to/wide", token)).isEqualTo(200);
        assertThat(running.status("GET", "/wide", token)).isEqualTo(200);
        assertThat(running.status("GET", "/to/wide", token)).isEqualTo(429);
        assertThat(running.status("GET", "/wide", token)).isEqualTo(429);
    }

    @Test
    void patternOfAnEarlierDispatchIsForgotten() throws Exception {
        RunningApplication.ran();
        for (String target : new String[] {"hidden", "pathless"}) {
            String token = running.token();
            for (int i = 0; i < 3; i++) {
                // With the endpoint of the first dispatch there would be no other limit.
                assertThat(running.status("GET", "/to/" + target, token)).isEqualTo(200);
            }
            assertThat(RunningApplication.ran()).containsExactly(target);
        }
    }

    @Test
    void secondGuardIsAskedForItsOwn() throws Exception {
        RunningApplication.ran();
        assertThat(running.status("GET", "/second", running.token())).isEqualTo(403);
        assertThat(RunningApplication.ran()).isEmpty();
        assertThat(running.status("GET", "/second", running.token("second"))).isEqualTo(200);
        assertThat(running.status("GET", "/second", null)).isEqualTo(401);
    }

    @Test
    void asyncDispatchIsTheSameRequest() throws Exception {
        RunningApplication.ran();
        assertThat(running.status("GET", "/async", running.token())).isEqualTo(200);
        assertThat(RunningApplication.ran()).hasSize(1);
    }

    @Test
    void errorPageIsNotChecked() throws Exception {
        assertThat(running.status("GET", "/fails", running.token())).isEqualTo(500);
        assertThat(running.status("GET", "/error", null)).isEqualTo(401);
    }

    @Test
    void admittedIsTheCallersOwn() throws Exception {
        assertThat(running.send("GET", "/told?owner.id=root&kind=API_TOKEN&permission=READ_WRITE", running.token())
                        .body())
                .startsWith("owner-");
    }
}
