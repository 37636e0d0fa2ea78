package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The suite's API as an application of Quarkus, which starts once: a server of the suite is this one, guarded anew and for as long
 * as no other is begun that is not closed yet.
 */
@Singleton
class QuarkusApplication {

    private static Router router;
    private static GuardedServer newest;

    @Produces
    @Singleton
    static Endpoints endpoints() {
        return Endpoints.of(Api.ENDPOINTS);
    }

    void keep(@Observes Router observed) {
        router = observed;
    }

    static Adapter adapter() {
        return new Adapter() {
            @Override
            public String name() {
                return "Quarkus REST";
            }

            @Override
            public Server start(RequestGuard guard, Api api) {
                return new GuardedServer(guard, api);
            }
        };
    }

    private static final class GuardedServer implements Adapter.Server {

        private final GuardedServer older = newest;
        private final Api api;
        private final List<Route> routes;

        GuardedServer(RequestGuard guard, Api api) {
            this.api = api;
            List<Route> others = router.getRoutes();
            new Guarding().guard(router, guard, endpoints());
            routes = new ArrayList<>(router.getRoutes());
            routes.removeAll(others);
            if (older != null) {
                older.routes.forEach(Route::disable);
            }
            newest = this;
            Rows.api = api;
        }

        @Override
        public int port() {
            return ConfigProvider.getConfig().getValue("quarkus.http.test-port", int.class);
        }

        @Override
        public void close() {
            routes.forEach(Route::remove);
            newest = older;
            if (older != null) {
                older.routes.forEach(Route::enable);
                Rows.api = older.api;
            }
        }
    }
}
