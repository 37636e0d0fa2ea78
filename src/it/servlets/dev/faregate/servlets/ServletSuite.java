package dev.faregate.servlets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.blackbox.Client;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What only servlets can get wrong, besides what every adapter must do. */
public abstract class ServletSuite extends BlackBoxSuite {

    protected ServletSuite(Adapter adapter) {
        super(adapter);
    }

    private HttpResponse<String> begun(String token) throws Exception {
        return subject()
                .send(subject()
                        .request("GET", "/rows", "", "X-Commit-First", "yes", "Authorization", "Bearer " + token));
    }

    @Test
    void refusalThatComesTooLateIsSilentAndStillARefusal() throws Exception {
        int before = subject().api.calls();
        assertThat(begun("junk").body()).isEqualTo("begun. ");
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    @Test
    void admissionThatComesTooLateForHeadersIsStillAnAdmission() throws Exception {
        Client caller = subject().newClient();
        assertThat(begun(caller.token()).body()).isEqualTo("begun. " + Api.LIST + " for " + caller.owner());
    }

    @Test
    void servletApiKnowsTheUser() throws Exception {
        Client caller = subject().newClient();
        assertThat(subject().get("/rows", caller.token()).headers().firstValue("X-User"))
                .contains(caller.owner());
    }
}
