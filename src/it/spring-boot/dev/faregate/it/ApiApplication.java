package dev.faregate.it;

import dev.faregate.blackbox.Api;
import dev.faregate.http.SignIn;
import dev.faregate.identity.Caller;
import dev.faregate.integration.spring.GuardInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The suite's API as an application of Spring Boot would have it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ApiApplication.Rows.class)
class ApiApplication {

    @RestController
    static class Rows {

        private final Api api;

        Rows(Api api) {
            this.api = api;
        }

        @GetMapping("/rows")
        String list(Caller caller) {
            return api.handle(Api.LIST, caller);
        }

        @GetMapping("/rows/{id}")
        String read(@PathVariable("id") String id, Caller caller) {
            return api.handle(Api.READ, caller) + ' ' + id;
        }

        @PostMapping("/rows")
        @ResponseStatus(HttpStatus.CREATED)
        String create(InputStream body, Caller caller) throws IOException {
            // Not a @RequestBody String, for which Spring would spell the form anew.
            return api.handle(Api.CREATE, caller) + ' ' + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        @GetMapping("/async")
        Callable<String> async(Caller caller) {
            return () -> api.handle(Api.ASYNC, caller);
        }

        @GetMapping("/stream")
        ResponseEntity<StreamingResponseBody> stream(Caller caller) {
            return ResponseEntity.ok(body -> {
                write(body, api.handle(Api.STREAM, caller));
                for (String chunk : Api.CHUNKS) {
                    write(body, chunk);
                }
            });
        }

        @GetMapping("/broken")
        String broken(Caller caller) {
            api.handle(Api.BROKEN, caller);
            throw new IllegalStateException("planted");
        }

        @GetMapping("/conflict")
        String conflict(Caller caller) {
            api.handle(Api.CONFLICT, caller);
            throw new ResponseStatusException(HttpStatus.CONFLICT);
        }

        @GetMapping("/missing")
        String missing(Caller caller) {
            api.handle(Api.MISSING, caller);
            throw Api.refusal();
        }

        @GetMapping("/page")
        String page(HttpServletRequest request) {
            return api.handleOpen(
                    Api.PAGE, () -> GuardInterceptor.admitted(request).caller());
        }

        @PostMapping("/sign-in")
        String signIn(InputStream body, SignIn signIn) throws IOException {
            return api.signIn(new String(body.readAllBytes(), StandardCharsets.UTF_8), signIn);
        }

        private static void write(OutputStream body, String text) throws IOException {
            body.write(text.getBytes(StandardCharsets.UTF_8));
            body.flush();
        }
    }
}
