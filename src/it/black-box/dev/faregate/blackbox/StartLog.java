package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

/** What a recipe that finds endpoints by path writes to the log while its server starts. */
public final class StartLog {

    private StartLog() {}

    /** Starts the server, sends nothing, and stops it. */
    public static void assertNamesEndpoints(Adapter adapter) throws Exception {
        assertThat(LogOf.run(() -> new Subject(adapter, UnaryOperator.identity()).close()))
                .contains("INFO dev.faregate.http.RouteInventory - Endpoints found by path: "
                        + (Api.ENDPOINTS.size() - Api.OPEN.size()) + " routes guarded, " + Api.OPEN.size() + " open");
    }
}
