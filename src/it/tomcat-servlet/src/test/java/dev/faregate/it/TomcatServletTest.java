package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.RequestGuard;
import dev.faregate.servlets.Application;
import dev.faregate.servlets.ServletSuite;

class TomcatServletTest extends ServletSuite {

    TomcatServletTest() {
        super(new TomcatEmbedded());
    }

    private static final class TomcatEmbedded implements Adapter {

        @Override
        public String name() {
            return "Tomcat servlet";
        }

        @Override
        public Server start(RequestGuard guard, Api api) throws Exception {
            return new TomcatContainer().start("", new Application(guard, api));
        }
    }
}
