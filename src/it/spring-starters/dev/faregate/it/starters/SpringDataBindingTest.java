package dev.faregate.it.starters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.Caller;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.web.ProjectedPayload;
import org.springframework.data.web.ProxyingHandlerMethodArgumentResolver;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Data's web support makes a proxy of an interface, but no caller, where Faregate's argument resolver is not. */
class SpringDataBindingTest {

    /** As an application might have it. */
    @ProjectedPayload
    public interface Filter {

        String getName();
    }

    @RestController
    static class Handlers {

        @GetMapping("/filter")
        String filter(Filter filter) {
            return "filter " + filter.getName();
        }

        @GetMapping("/caller")
        String caller(Caller caller) {
            return "caller " + caller.owner().id();
        }

        @GetMapping("/payload")
        String payload(@ProjectedPayload Caller caller) {
            return "caller " + caller.owner().id();
        }
    }

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Handlers())
            .setCustomArgumentResolvers(
                    new ProxyingHandlerMethodArgumentResolver(DefaultConversionService::getSharedInstance, true))
            .build();

    @Test
    void springDataMakesAnInterfaceOfTheQuery() throws Exception {
        assertThat(mvc.perform(MockMvcRequestBuilders.get("/filter?name=x"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .isEqualTo("filter x");
    }

    @Test
    void springDataMakesNoCaller() throws Exception {
        for (String path : new String[] {"/caller", "/payload"}) {
            try {
                assertThat(mvc.perform(MockMvcRequestBuilders.get(path
                                        + "?owner.id=root&owner=root&kind=API_TOKEN&permission=READ_WRITE&scopes=a"))
                                .andReturn()
                                .getResponse()
                                .getContentAsString())
                        .isEmpty();
            } catch (ServletException refused) {
                assertThat(refused).hasCauseInstanceOf(Exception.class);
            }
        }
    }
}
