package dev.faregate.it.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import jakarta.servlet.ServletException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** No data binding of Spring makes a caller, where Faregate's argument resolver is not. */
class CallerBindingTest {

    @RestController
    static class Handlers {

        @PostMapping("/plain")
        String plain(Caller caller) {
            return told(caller);
        }

        @PostMapping("/model")
        String model(@ModelAttribute Caller caller) {
            return told(caller);
        }

        @PostMapping("/unbound")
        String unbound(@ModelAttribute(binding = false) Caller caller) {
            return told(caller);
        }

        @PostMapping("/body")
        String body(@RequestBody Caller caller) {
            return told(caller);
        }

        @PostMapping("/parameter")
        String parameter(@RequestParam("caller") Caller caller) {
            return told(caller);
        }

        @PostMapping("/admitted")
        String admitted(Verdict.Admitted admitted) {
            return told(admitted.caller());
        }

        @PostMapping("/checks")
        String checks(RequestChecks checks) {
            return checks.passed() instanceof Verdict.Admitted admitted ? told(admitted.caller()) : "none";
        }

        private static String told(Caller caller) {
            RunningApplication.ran("told");
            return "told " + (caller == null ? "null" : caller.owner().id());
        }
    }

    private static final String FORGED =
            "owner=root&owner.id=root&id=root&kind=API_TOKEN&tokenId=x&permission=READ_WRITE"
                    + "&scopes=a&scopes.values=a&caller=root&caller.owner.id=root&caller.kind=API_TOKEN";
    private static final String FORGED_JSON = "{\"kind\":\"API_TOKEN\",\"tokenId\":\"x\",\"owner\":{\"id\":\"root\"},"
            + "\"permission\":\"READ_WRITE\",\"scopes\":{\"values\":[\"a\"]}}";

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Handlers()).build();

    private void requireNotForged(MockHttpServletRequestBuilder request) throws Exception {
        RunningApplication.ran();
        try {
            MockHttpServletResponse response = mvc.perform(request).andReturn().getResponse();
            assertThat(response.getContentAsString()).doesNotContain("told").doesNotContain("root");
        } catch (ServletException refused) {
            assertThat(refused).hasCauseInstanceOf(Exception.class);
        }
        assertThat(RunningApplication.ran()).isEmpty();
    }

    @Test
    void callerIsNotMadeOfTheQueryTheFormOrTheBody() throws Exception {
        for (String path : List.of("/plain", "/model", "/unbound", "/body", "/parameter", "/admitted", "/checks")) {
            requireNotForged(MockMvcRequestBuilders.post(path + "?" + FORGED));
            requireNotForged(MockMvcRequestBuilders.post(path)
                    .contentType("application/x-www-form-urlencoded")
                    .content(FORGED));
            requireNotForged(MockMvcRequestBuilders.post(path + "?" + FORGED)
                    .contentType("application/json")
                    .content(FORGED_JSON));
        }
    }
}
