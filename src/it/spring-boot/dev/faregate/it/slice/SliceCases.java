package dev.faregate.it.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** What a slice of the application does: the same guard, although a declared endpoint has no handler there. */
abstract class SliceCases {

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Faregate faregate;

    /** Without an extension of JUnit, which is not the same for both majors. */
    @BeforeEach
    void wire() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    private MockHttpServletResponse get(String token) throws Exception {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.get("/rows?owner.id=root");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return mvc.perform(request).andReturn().getResponse();
    }

    @Test
    void sliceIsGuarded() throws Exception {
        assertThat(get(null).getStatus()).isEqualTo(401);
        assertThat(get("junk").getStatus()).isEqualTo(401);
        String token = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        assertThat(get(token).getContentAsString()).isEqualTo("rows of ada");
    }
}
