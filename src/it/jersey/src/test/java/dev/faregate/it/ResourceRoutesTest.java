package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.blackbox.MadeUp;
import dev.faregate.blackbox.RawHttp;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jaxrs.GuardFeature;
import dev.faregate.integration.jaxrs.ServletAddress;
import dev.faregate.integration.servlet.GuardFilter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** Where a route of Jersey begins, and what it needs, in an application that is mounted three times over. */
class ResourceRoutesTest {

    private static final String TABLES = "/shop/api/tables";
    private static final Scopes ADMIN = Scopes.of("admin");
    private static final List<String> RAN = new CopyOnWriteArrayList<>();

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perDay(5)).build())
            .build();
    private final RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
    private final String reader = token("reader");
    private final String admin = token("admin", "admin");
    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    private final List<Endpoint> declared = new ArrayList<>(List.of(
            Endpoint.ofRoute("GET", TABLES + "/{table}").requiring(ADMIN),
            Endpoint.ofRoute("DELETE", TABLES),
            Endpoint.ofRoute("GET", TABLES + "/{table}/rows/{id}")
                    .requiring(ADMIN)
                    .optional(),
            Endpoint.ofRoute("GET", "/public/{file}").open().optional(),
            Endpoint.ofRoute("GET", "/public/api/tables/{file}").open().optional(),
            Endpoint.ofRoute("GET", "/api/tables/{file}").open().optional(),
            Endpoint.ofRoute("GET", TABLES + "/bean/caller").open().optional()));

    /** What the annotations stand on, as far as this resource has any. */
    @Path("/tables/")
    public interface Tables {

        @GET
        @Path("{table: [a-z]+}")
        String read(@PathParam("table") String table);

        @DELETE
        String drop();
    }

    /** Without an annotation of its own. */
    public static final class Resource implements Tables {
        @Override
        public String read(String table) {
            RAN.add("read " + table);
            return table;
        }

        @Override
        public String drop() {
            RAN.add("drop");
            return "dropped";
        }
    }

    /** Beside it, what the standard does not tell of. */
    @Path("tables/{table: [a-z]+}")
    public static final class Located {
        @Path("rows")
        public Object rows() {
            return new Sub();
        }
    }

    /** A sub-resource. */
    public static final class Sub {
        @GET
        @Path("{id}")
        public String row(@PathParam("table") String table, @PathParam("id") String id) {
            RAN.add("row " + id + " of " + table);
            return id;
        }
    }

    /** With a caller to be bound out of the query. */
    @Path("tables/bean/caller")
    public static final class Bean {
        @GET
        public String bound(@BeanParam Caller caller, @Context SecurityContext context) {
            RAN.add("bound");
            return "bound to " + caller;
        }
    }

    @ApplicationPath("api")
    private static final class Application extends ResourceConfig {}

    private String token(String owner, String... scopes) {
        return "Authorization: Bearer "
                + faregate.tokenIssuer()
                        .issue(ApiTokenRequest.of("test", Owner.of(owner), Permission.READ_WRITE)
                                .withScopes(Scopes.of(scopes)))
                        .orElseThrow()
                        .secret();
    }

    private void start(Class<?>... resources) throws Exception {
        RAN.clear();
        ServletContextHandler context = new ServletContextHandler("/shop");
        context.addServletContainerInitializer((classes, started) -> addTo(started, resources));
        server.setHandler(context);
        server.start();
    }

    private void addTo(ServletContext context, Class<?>... resources) {
        context.addListener(ServletAddress.class);
        context.addFilter("forwarded", new ForwardedHeaderFilter())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        Endpoints wide = Endpoints.of(Endpoint.of("DELETE " + TABLES), Endpoint.of("GET " + TABLES + "/{table}"));
        new GuardFilter(guard, wide).addTo(context, "/api/tables");
        ResourceConfig application = new Application()
                .registerClasses(resources)
                .register(new GuardFeature(guard, Endpoints.of(declared), ServletAddress::of)
                        .mountedAt(context.getContextPath()));
        context.addServlet("api", new ServletContainer(application)).addMapping("/api/*");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String send(String methodAndPath, String... headerLines) throws Exception {
        return RawHttp.exchange(
                ((NetworkConnector) server.getConnectors()[0]).getLocalPort(),
                methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + String.join(
                                "",
                                List.of(headerLines).stream()
                                        .map(line -> line + "\r\n")
                                        .toList())
                        + "\r\n");
    }

    private int status(String methodAndPath, String... headerLines) throws Exception {
        return RawHttp.status(send(methodAndPath, headerLines));
    }

    @Test
    void requirementHoldsAtTheWholeTemplate() throws Exception {
        start(Resource.class);
        assertThat(status("GET /shop/api/tables/rows")).isEqualTo(401);
        assertThat(status("GET /shop/api/tables/rows", reader)).isEqualTo(403);
        assertThat(RAN).isEmpty();
        assertThat(status("GET /shop/api/tables/rows/", admin)).isEqualTo(200);
        assertThat(RAN).containsExactly("read rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public", "/", "/shop/api", "/public/%2e%2e"})
    void forwardedPrefixMovesNoRequestPastTheGuard(String prefix) throws Exception {
        start(Resource.class);
        assertThat(status("GET /shop/api/tables/rows", "X-Forwarded-Prefix: " + prefix))
                .isEqualTo(401);
        assertThat(status("GET /shop/api/tables/rows", reader, "X-Forwarded-Prefix: " + prefix))
                .isEqualTo(403);
        assertThat(RAN).isEmpty();
    }

    @Test
    void madeUpAddressesGetNoFurtherAttempts() throws Exception {
        start(Resource.class);
        for (int i = 0; i < 20; i++) {
            assertThat(status(
                            "GET /shop/api/tables/rows",
                            "Authorization: Bearer " + MadeUp.apiToken(),
                            "X-Forwarded-For: 192.0.2." + i))
                    .isEqualTo(401);
        }
        assertThat(status(
                        "GET /shop/api/tables/rows",
                        "Authorization: Bearer " + MadeUp.apiToken(),
                        "X-Forwarded-For: 192.0.2.99"))
                .isEqualTo(429);
    }

    @Test
    void subResourceIsGuardedByItsWholeTemplate() throws Exception {
        start(Resource.class, Located.class);
        assertThat(status("GET /shop/api/tables/rows/rows/7")).isEqualTo(401);
        assertThat(status("GET /shop/api/tables/rows/rows/7", reader)).isEqualTo(403);
        assertThat(RAN).isEmpty();
        assertThat(status("GET /shop/api/tables/rows/rows/7", admin)).isEqualTo(200);
        assertThat(RAN).containsExactly("row 7 of rows");
    }

    @Test
    void methodThatIsNotDeclaredIsNotAllowed() throws Exception {
        start(Resource.class);
        assertThat(status("OPTIONS /shop/api/tables", reader)).isEqualTo(405);
        assertThat(status("OPTIONS /shop/api/tables")).isEqualTo(401);
    }

    @Test
    void filterAndFeatureTakeOnePermit() throws Exception {
        start(Resource.class);
        for (int i = 0; i < 5; i++) {
            assertThat(status("DELETE /shop/api/tables", reader)).isEqualTo(200);
        }
        assertThat(status("DELETE /shop/api/tables", reader)).isEqualTo(429);
        assertThat(RAN).hasSize(5);
    }

    @Test
    void endpointWithoutAResourceMethodStopsTheFirstRequest() throws Exception {
        declared.add(Endpoint.ofRoute("DELETE", TABLES + "/{table}").requiring(ADMIN));
        start(Resource.class);
        for (int i = 0; i < 2; i++) {
            assertThat(status("GET /shop/api/tables/rows", admin)).isEqualTo(500);
        }
        assertThat(RAN).isEmpty();
    }

    @Test
    void routesOfALenientTableAreGuardedByTheDefaultRules() throws Exception {
        declared.clear();
        start(Resource.class);
        assertThat(status("GET /shop/api/tables/rows")).isEqualTo(401);
        assertThat(status("GET /shop/api/tables/rows", reader)).isEqualTo(200);
    }

    @Test
    void beanParameterMakesNoCaller() throws Exception {
        start(Resource.class, Bean.class);
        String answer = send("GET /shop/api/tables/bean/caller?kind=API_TOKEN&owner.id=root&owner=root&tokenId=1"
                + "&permission=READ_WRITE&scopes=admin&scopes.values=admin");
        assertThat(RawHttp.status(answer)).isNotEqualTo(200);
        assertThat(answer).doesNotContain("bound");
        assertThat(RAN).isEmpty();
    }
}
