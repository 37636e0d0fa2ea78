package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** What a recipe that finds endpoints by path writes to the log while its server starts. */
public final class StartLog {

    private StartLog() {}

    /** Starts the server, sends nothing, and stops it. */
    public static void assertNamesEndpoints(Adapter adapter) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            new Subject(adapter, UnaryOperator.identity()).close();
        } finally {
            System.setErr(before);
            before.print(log.toString(StandardCharsets.UTF_8));
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("INFO dev.faregate.http.RouteInventory - Endpoints found by path: "
                        + (Api.ENDPOINTS.size() - Api.OPEN.size()) + " routes guarded, " + Api.OPEN.size() + " open");
    }
}
