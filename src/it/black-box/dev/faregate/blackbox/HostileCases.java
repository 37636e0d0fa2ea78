package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no client sends by mistake. */
interface HostileCases {

    /** Instead of a status, if there was no answer. */
    int HUNG_UP = 0;

    Subject subject();

    @Test
    default void megabyteInAHeaderIsRefusedAndTheServerGoesOn() throws Exception {
        Client caller = subject().newClient();
        int before = subject().api.calls();
        String megabyte = "a".repeat(1 << 20);
        for (String header :
                List.of("Authorization: Bearer " + megabyte, "Authorization: " + megabyte, "X-Junk: " + megabyte)) {
            String answer = subject().raw("GET /rows", header);
            assertThat(RawHttp.status(answer)).as(header.substring(0, 10)).isIn(0, 400, 401, 413, 431);
            assertThat(answer).hasSizeLessThan(10_000);
        }
        assertThat(subject().api.calls()).isEqualTo(before);
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(200);
    }

    @Test
    default void bytesThatAreNoTextAreNoCredential() throws Exception {
        int before = subject().api.calls();
        for (String junk : List.of("\u0000", "\u00ff\u00fe", "a b", "a\u007fb", "a\tb", "\"", "a,b", "=", "")) {
            String answer = subject().raw("GET /rows", "Authorization: Bearer " + junk);
            assertThat(RawHttp.status(answer)).as("%s", junk).isIn(0, 400, 401);
        }
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    @Test
    default void refusedBodyLeavesTheServerUsable() throws Exception {
        Client caller = subject().newClient();
        for (int i = 0; i < 3; i++) {
            assertThat(statusOfRefusedBody()).isIn(HUNG_UP, 401);
            assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(200);
        }
    }

    private int statusOfRefusedBody() throws Exception {
        try {
            return subject().post("a".repeat(20_000), "junk").statusCode();
        } catch (IOException hungUp) {
            // Jetty does that to a client which is still sending what nobody is going to read (RFC 9112 section 9.6).
            return HUNG_UP;
        }
    }
}
