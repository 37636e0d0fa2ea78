package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.RequestGuard;
import dev.faregate.servlets.Application;
import dev.faregate.servlets.ServletSuite;

class JettyServletTest extends ServletSuite {

    JettyServletTest() {
        super(new Jetty());
    }

    private static final class Jetty implements Adapter {

        @Override
        public String name() {
            return "Jetty servlet";
        }

        @Override
        public Server start(RequestGuard guard, Api api) throws Exception {
            return new JettyContainer(false).start("", new Application(guard, api));
        }
    }
}
