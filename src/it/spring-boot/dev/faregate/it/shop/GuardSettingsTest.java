package dev.faregate.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.CredentialSource;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.spring.FaregateAutoConfiguration;
import dev.faregate.integration.spring.RequestGuardCustomizer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The guard bean of both web frameworks, as properties and beans of an application set it. */
class GuardSettingsTest {

    private record Presented(String name, String value) implements RequestView {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/rows";
        }

        @Override
        public List<String> header(String header) {
            return header.equals(name) ? List.of(value) : List.of();
        }

        @Override
        public String remoteAddress() {
            return null;
        }
    }

    private static AnnotationConfigApplicationContext context(
            Map<String, Object> properties, Consumer<AnnotationConfigApplicationContext> beans) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        beans.accept(context);
        context.register(FaregateAutoConfiguration.class);
        context.refresh();
        return context;
    }

    private static String issue(AnnotationConfigApplicationContext context, String name) {
        return context.getBean(Faregate.class)
                .tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
    }

    private static Verdict get(AnnotationConfigApplicationContext context, String header, String value) {
        return context.getBean(RequestGuard.class)
                .check(new Presented(header, value), Endpoint.of("GET /rows"), Map.of());
    }

    @Test
    void ownersShareTheirPermitsIfThePropertySaysSo() {
        for (String limitedBy : List.of("token", "owner")) {
            Map<String, Object> properties = Map.of("faregate.limited-by", limitedBy, "faregate.limit", "1/h");
            try (AnnotationConfigApplicationContext context = context(properties, beans -> {})) {
                assertThat(get(context, "Authorization", "Bearer " + issue(context, "first")))
                        .isInstanceOf(Verdict.Admitted.class);
                assertThat(get(context, "Authorization", "Bearer " + issue(context, "second")))
                        .isInstanceOf(limitedBy.equals("token") ? Verdict.Admitted.class : Verdict.Answered.class);
            }
        }
    }

    @Test
    void customizersChangeTheGuardWhichKeepsItsProperties() {
        Map<String, Object> properties = Map.of("faregate.realm", "shop");
        try (AnnotationConfigApplicationContext context = context(
                properties,
                beans -> beans.registerBean(
                        RequestGuardCustomizer.class,
                        () -> guard -> guard.credentialsFrom(CredentialSource.header("xc-token"))))) {
            assertThat(get(context, "xc-token", issue(context, "first"))).isInstanceOf(Verdict.Admitted.class);
            assertThat(get(context, "Authorization", "Bearer x").headers().get("WWW-Authenticate"))
                    .isEqualTo("ApiKey realm=\"shop\", header=\"xc-token\"");
        }
    }
}
