package dev.faregate.it;

import dev.faregate.servlets.DispatchSuite;

class JettyDispatchTest extends DispatchSuite {

    JettyDispatchTest() {
        super(new JettyContainer(true));
    }
}
