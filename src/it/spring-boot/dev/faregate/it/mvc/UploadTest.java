package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.MadeUp;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.OtherRoutes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Nothing of an upload is read for a client without a credential. */
class UploadTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Endpoints endpoints() {
            return Endpoints.of(Endpoint.of("POST /drop/{box}").open()).others(OtherRoutes.DEFAULT_RULES);
        }

        @RestController
        static class Handlers {

            @PostMapping("/upload")
            String upload(@RequestParam("file") MultipartFile file, @RequestParam("note") String note)
                    throws IOException {
                return "upload " + note + ' ' + new String(file.getBytes());
            }

            @PostMapping(value = "/kinds/{id}", params = "kind=a")
            String kindA(HttpServletRequest request) {
                return "kind a " + request.getParameter("note");
            }

            @PostMapping(value = "/kinds/{id}", params = "kind=b")
            String kindB() {
                return "kind b";
            }

            @PutMapping("/put/{id}")
            String put(@RequestParam("note") String note) {
                return "put " + note;
            }

            /** Open. */
            @PostMapping("/drop/{box}")
            String drop(@RequestParam("file") MultipartFile file, @RequestParam("note") String note)
                    throws IOException {
                return "drop " + note + ' ' + new String(file.getBytes());
            }

            /** At the same path, so that a field is asked for before the handler is known. */
            @PostMapping(value = "/drop/{box}", params = "copy")
            String copy() {
                return "copy";
            }
        }
    }

    private static final String BOUNDARY = "multipart/form-data; boundary=x";

    private static RunningApplication running;

    @BeforeAll
    static void start() {
        running = RunningApplication.of(Application.class, "spring.mvc.hiddenmethod.filter.enabled=true");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static String body(String... namesAndValues) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String file = namesAndValues[i].equals("file") ? "; filename=f.txt" : "";
            body.append("--x\r\nContent-Disposition: form-data; name=")
                    .append(namesAndValues[i])
                    .append(file)
                    .append("\r\n\r\n")
                    .append(namesAndValues[i + 1])
                    .append("\r\n");
        }
        return body.append("--x--\r\n").toString();
    }

    private static int head(String path, String... more) throws IOException {
        String[] lines = new String[4 + more.length];
        lines[0] = "POST " + path + " HTTP/1.1";
        lines[1] = "Host: localhost";
        lines[2] = "Content-Type: " + BOUNDARY;
        lines[3] = "Content-Length: 900000";
        System.arraycopy(more, 0, lines, 4, more.length);
        return running.raw(lines);
    }

    @Test
    void headAloneIsAnsweredAtOnce() throws Exception {
        for (String path :
                new String[] {"/upload", "/kinds/1", "/kinds/1?kind=a", "/put/1", "/nothing", "/nothing/1"}) {
            assertThat(head(path)).as(path).isEqualTo(401);
            assertThat(head(path, "Authorization: Bearer junk")).as(path).isEqualTo(401);
        }
    }

    @Test
    void admittedUploadsArrive() throws Exception {
        String token = running.token();
        String file = body("file", "content", "note", "n");
        assertThat(running.postForText("/upload", token, BOUNDARY, file).body()).isEqualTo("upload n content");
        assertThat(running.postForText("/upload?note=q", token, BOUNDARY, body("file", "content"))
                        .body())
                .isEqualTo("upload q content");
        assertThat(running.post("/upload", null, BOUNDARY, file)).isEqualTo(401);
    }

    @Test
    void conditionsOnFieldsHoldForTheAuthenticated() throws Exception {
        String token = running.token();
        assertThat(running.postForText("/kinds/1", token, BOUNDARY, body("kind", "a", "note", "n"))
                        .body())
                .isEqualTo("kind a n");
        assertThat(running.postForText("/kinds/1", token, BOUNDARY, body("kind", "b"))
                        .body())
                .isEqualTo("kind b");
        assertThat(running.post("/kinds/1", token, BOUNDARY, body("kind", "c"))).isEqualTo(400);
        assertThat(running.post("/kinds/1", null, BOUNDARY, body("kind", "a"))).isEqualTo(401);
    }

    @Test
    void methodInAFieldHoldsForTheAuthenticated() throws Exception {
        assertThat(running.postForText("/put/1", running.token(), BOUNDARY, body("_method", "PUT", "note", "n"))
                        .body())
                .isEqualTo("put n");
        assertThat(running.post("/put/1", null, BOUNDARY, body("_method", "PUT", "note", "n")))
                .isEqualTo(401);
    }

    @Test
    void fieldsOfTheAuthenticatedAreNeverHidden() throws Exception {
        try (RunningApplication limited = RunningApplication.of(
                Application.class,
                "spring.mvc.hiddenmethod.filter.enabled=true",
                "faregate.limits[multipart body]=1/h")) {
            String token = limited.token();
            String copy = body("copy", "1");
            assertThat(limited.postForText("/drop/1", token, BOUNDARY, copy).body())
                    .isEqualTo("copy");
            assertThat(limited.post("/drop/1", token, BOUNDARY, copy)).isEqualTo(429);
            assertThat(limited.post("/put/1", token, BOUNDARY, body("_method", "PUT", "note", "n")))
                    .isEqualTo(429);
        }
        try (RunningApplication limited =
                RunningApplication.of(Application.class, "faregate.limits[multipart body]=1/h")) {
            String token = limited.token();
            assertThat(limited.post("/kinds/1", token, BOUNDARY, body("kind", "a", "note", "n")))
                    .isEqualTo(200);
            assertThat(limited.post("/kinds/1", token, BOUNDARY, body("kind", "a", "note", "n")))
                    .as("asked for by a mapping")
                    .isEqualTo(429);
            assertThat(limited.post("/upload", token, BOUNDARY, body("file", "content", "note", "n")))
                    .as("not asked for early")
                    .isEqualTo(200);
        }
    }

    @Test
    void failedCredentialCountsOnce() throws Exception {
        try (RunningApplication limited =
                RunningApplication.of(Application.class, "spring.mvc.hiddenmethod.filter.enabled=true")) {
            int plain = 0;
            while (plain < 100 && limited.post("/upload", MadeUp.apiToken(), "text/plain", "") == 401) {
                plain++;
            }
            try (RunningApplication another =
                    RunningApplication.of(Application.class, "spring.mvc.hiddenmethod.filter.enabled=true")) {
                int uploads = 0;
                while (uploads < 100
                        && another.post("/upload", MadeUp.apiToken(), BOUNDARY, body("note", "n")) == 401) {
                    uploads++;
                }
                assertThat(uploads).isEqualTo(plain).isBetween(1, 99);
            }
        }
    }

    @Test
    void openEndpointTakesUploadsOfAnyone() throws Exception {
        assertThat(running.postForText("/drop/1", null, BOUNDARY, body("file", "content", "note", "n"))
                        .body())
                .isEqualTo("drop n content");
    }
}
